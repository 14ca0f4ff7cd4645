//! Shop sessions from a table: a CSV file → full rows of the page's features, beside whether the session bought.
//!
//! The table is UCI's "Online Shoppers Purchasing Intention" or one of its form, by the names in its head. Times are in s
//! there and in ms here. What no browser can know (page values, bounce and exit rates) is not read, and the label
//! goes to its own list: a row has no place for it.

use std::path::Path;

use csv::StringRecord;
use nearside_core::features::schema::{self, PAGE};
use thiserror::Error;

/// Counts and dwell by kind of page: columns of the table, and the path that they are one of.
const KINDS: [(&str, &str, &str); 3] = [
    ("Administrative", "Administrative_Duration", "account"),
    ("Informational", "Informational_Duration", "information"),
    ("ProductRelated", "ProductRelated_Duration", "product"),
];
/// The site's own codes: columns of the table, and their paths.
const CODES: [(&str, &str); 2] = [("TrafficType", "session.channel"), ("OperatingSystems", "session.system")];
/// Months by their first letters, as the table writes them (`June`, but `Jul`).
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LABEL: &str = "Revenue";
const MS_PER_S: f32 = 1_000.0;

/// Why a table of sessions could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum SessionsError {
    /// The file, or its form as CSV.
    #[error("{path} can't be read: {source}")]
    File {
        /// Which.
        path: String,
        /// Why, with the line.
        source: csv::Error,
    },
    /// A column that is not there.
    #[error("{path} has no column `{column}`")]
    Column {
        /// Which file.
        path: String,
        /// Which column.
        column: &'static str,
    },
    /// A cell that can't be.
    #[error("{path}, line {line}: `{column}` is `{value}`, not {expected}")]
    Cell {
        /// Which file.
        path: String,
        /// Which line, from 1.
        line: u64,
        /// Which column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// What could.
        expected: &'static str,
    },
    /// A table in which nobody bought, or everybody did.
    #[error("{0} needs sessions that bought and sessions that did not")]
    OneSided(String),
    /// A column that rows of this schema do not have.
    #[error("`{0}` is not a feature of a page in this schema")]
    Schema(String),
}

/// Sessions, one row each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sessions {
    /// Full rows of the page's raw features, one after the other.
    pub(crate) features: Vec<f32>,
    /// Whether the session bought, one a row.
    pub(crate) bought: Vec<bool>,
}

impl Sessions {
    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.bought.len()
    }

    /// The rows, in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.features.chunks_exact(PAGE.len())
    }

    /// The same sessions with these columns at 0, which for a code is unknown.
    pub(crate) fn without(&self, columns: &[usize]) -> Sessions {
        let mut blank = self.clone();
        for row in blank.features.chunks_exact_mut(PAGE.len()) {
            columns.iter().for_each(|&column| row[column] = 0.0);
        }
        blank
    }

    /// The sessions in these places.
    pub(crate) fn at(&self, places: &[usize]) -> Sessions {
        let row = |&place: &usize| &self.features[place * PAGE.len()..(place + 1) * PAGE.len()];
        Sessions {
            features: places.iter().flat_map(row).copied().collect(),
            bought: places.iter().map(|&place| self.bought[place]).collect(),
        }
    }
}

/// The place of the page's feature `path` in a row.
///
/// # Errors
/// [`SessionsError::Schema`].
pub(crate) fn place(path: &str) -> Result<usize, SessionsError> {
    schema::index_of(path)
        .filter(|&column| column < PAGE.len())
        .ok_or_else(|| SessionsError::Schema(path.to_owned()))
}

/// Reads a table.
///
/// # Errors
/// [`SessionsError`] with the first thing that is wrong.
pub(crate) fn load(path: &Path) -> Result<Sessions, SessionsError> {
    let name = path.display().to_string();
    let file = |source| SessionsError::File { path: name.clone(), source };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(file)?;
    let head = reader.headers().map_err(file)?.clone();
    let mut sessions = Sessions::default();
    for record in reader.records() {
        let record = record.map_err(file)?;
        let cells = Cells { path: &name, head: &head, record: &record };
        sessions.features.extend(row(&cells)?);
        sessions.bought.push(cells.flag(LABEL)?);
    }
    if [true, false].iter().all(|side| sessions.bought.contains(side)) {
        Ok(sessions)
    } else {
        Err(SessionsError::OneSided(name))
    }
}

fn row(cells: &Cells<'_>) -> Result<Vec<f32>, SessionsError> {
    let mut row = vec![0.0; PAGE.len()];
    let mut set = |path: &str, value: f32| -> Result<(), SessionsError> {
        row[place(path)?] = value;
        Ok(())
    };
    for (count, dwell, kind) in KINDS {
        let (count, dwell) = (cells.amount(count)?, cells.amount(dwell)? * MS_PER_S);
        set(&format!("pages.{kind}.count"), count)?;
        set(&format!("pages.{kind}.dwell"), dwell)?;
        set(&format!("pages.{kind}.dwell_each"), dwell / count.max(1.0))?;
    }
    for (column, path) in CODES {
        set(path, f32::from(cells.code(column)?))?;
    }
    set("session.returning", f32::from(u8::from(cells.text("VisitorType")? == "Returning_Visitor")))?;
    set("time.weekend", f32::from(u8::from(cells.flag("Weekend")?)))?;
    set("time.month", f32::from(cells.month("Month")?))?;
    set("time.special", cells.share("SpecialDay")?)?;
    Ok(row)
}

/// One line of the table.
struct Cells<'a> {
    path: &'a str,
    head: &'a StringRecord,
    record: &'a StringRecord,
}

impl Cells<'_> {
    fn text(&self, column: &'static str) -> Result<&str, SessionsError> {
        let place = self.head.iter().position(|name| name == column);
        let cell = place.and_then(|place| self.record.get(place));
        cell.ok_or_else(|| SessionsError::Column { path: self.path.to_owned(), column })
    }

    fn read<T>(
        &self,
        column: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, SessionsError> {
        let value = self.text(column)?;
        read(value).ok_or_else(|| SessionsError::Cell {
            path: self.path.to_owned(),
            line: self.record.position().map_or(0, csv::Position::line),
            column,
            value: value.to_owned(),
            expected,
        })
    }

    fn amount(&self, column: &'static str) -> Result<f32, SessionsError> {
        let read = |cell: &str| cell.parse().ok().filter(|value: &f32| value.is_finite() && *value >= 0.0);
        self.read(column, "a number of 0 or more", read)
    }

    fn share(&self, column: &'static str) -> Result<f32, SessionsError> {
        let read = |cell: &str| cell.parse().ok().filter(|value| (0.0..=1.0).contains(value));
        self.read(column, "a number from 0 to 1", read)
    }

    fn code(&self, column: &'static str) -> Result<u8, SessionsError> {
        self.read(column, "a code from 0 to 63", |cell| cell.parse().ok().filter(|&code| code <= 63))
    }

    fn flag(&self, column: &'static str) -> Result<bool, SessionsError> {
        self.read(column, "TRUE or FALSE", |cell| cell.to_ascii_lowercase().parse().ok())
    }

    fn month(&self, column: &'static str) -> Result<u8, SessionsError> {
        let number = |cell: &str| MONTHS.iter().position(|month| cell.starts_with(month));
        self.read(column, "a month", |cell| number(cell).map(|number| number as u8 + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Administrative,Administrative_Duration,Informational,Informational_Duration,ProductRelated,\
        ProductRelated_Duration,SpecialDay,Month,OperatingSystems,TrafficType,VisitorType,Weekend,Revenue";
    const FIRST: &str = "1,2.5,0,0,4,64,0.6,June,2,13,Returning_Visitor,TRUE,FALSE";
    const SECOND: &str = "0,0,0,0,1,0,0,Nov,1,1,New_Visitor,FALSE,TRUE";

    fn read(name: &str, table: &str) -> Result<Sessions, SessionsError> {
        let path = std::env::temp_dir().join(format!("nearside-sessions-{name}-{}.csv", std::process::id()));
        std::fs::write(&path, table).unwrap();
        let sessions = load(&path);
        std::fs::remove_file(&path).unwrap();
        sessions
    }

    #[test]
    fn a_session_is_a_row_in_the_units_of_the_schema() {
        let sessions = read("good", &format!("{HEAD}\n{FIRST}\n{SECOND}\n")).unwrap();
        assert_eq!(sessions.bought, [false, true]);
        let row = sessions.rows().next().unwrap();
        for (path, expected) in [
            ("pages.account.count", 1.0),
            ("pages.account.dwell", 2_500.0),
            ("pages.information.dwell_each", 0.0),
            ("pages.product.dwell", 64_000.0),
            ("pages.product.dwell_each", 16_000.0),
            ("session.returning", 1.0),
            ("session.channel", 13.0),
            ("session.system", 2.0),
            ("time.month", 6.0),
            ("time.special", 0.6),
            ("time.weekend", 1.0),
        ] {
            assert_eq!(row[place(path).unwrap()], expected, "{path}");
        }
        assert!(matches!(place("visible.*.share"), Err(SessionsError::Schema(_))), "a region's");
    }

    #[test]
    fn a_bad_table_names_line_and_column() {
        for (name, table, parts) in [
            ("head", format!("{}\n", HEAD.replace("TrafficType", "Traffic")), &["needs sessions"][..]),
            (
                "column",
                format!("{}\n{FIRST}\n", HEAD.replace("TrafficType", "Traffic")),
                &["no column `TrafficType`"],
            ),
            ("label", format!("{}\n{FIRST}\n", HEAD.replace("Revenue", "Sold")), &["no column `Revenue`"]),
            ("empty", String::new(), &["needs sessions"]),
            ("one side", format!("{HEAD}\n{FIRST}\n"), &["needs sessions"]),
            ("short", format!("{HEAD}\n{FIRST}\n1,2\n"), &["line: 3"]),
            (
                "number",
                format!("{HEAD}\n{FIRST}\n{}\n", SECOND.replace(",1,0,0,", ",x,0,0,")),
                &["line 3", "`ProductRelated`", "`x`"],
            ),
            (
                "negative",
                format!("{HEAD}\n{}\n", FIRST.replace("2.5", "-1")),
                &["line 2", "Administrative_Duration"],
            ),
            (
                "endless",
                format!("{HEAD}\n{}\n", FIRST.replace("64", "inf")),
                &["line 2", "ProductRelated_Duration"],
            ),
            ("near", format!("{HEAD}\n{}\n", FIRST.replace("0.6", "1.6")), &["`SpecialDay`", "from 0 to 1"]),
            ("month", format!("{HEAD}\n{}\n", FIRST.replace("June", "Smarch")), &["`Month`", "Smarch"]),
            ("code", format!("{HEAD}\n{}\n", FIRST.replace(",13,", ",64,")), &["`TrafficType`", "0 to 63"]),
            ("flag", format!("{HEAD}\n{}\n", FIRST.replace("TRUE", "maybe")), &["`Weekend`", "maybe"]),
        ] {
            let error = read(name, &table).unwrap_err().to_string();
            assert!(parts.iter().all(|part| error.contains(part)), "{name}: {error}");
        }
        assert!(matches!(load(Path::new("no/such/table.csv")), Err(SessionsError::File { .. })));
    }
}
