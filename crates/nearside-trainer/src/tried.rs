//! What was tried for a model: the tables of its card, as the commands that measured them wrote them.
//!
//! `tried.json` in the model's folder ↔ tables; no figure of a card is typed by hand.

use std::{fmt::Write, path::Path};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::train::conclude::CrossValidation;

/// Why `tried.json` could not be read or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum TriedError {
    /// The file.
    #[error("{path} can't be used: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not what it should be.
    #[error("{path} is not a list of what was tried: {source}")]
    Form {
        /// Which.
        path: String,
        /// Why.
        source: serde_json::Error,
    },
}

/// All tables.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tried {
    /// Ways to learn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) compared: Option<Table<Figures>>,
    /// The shipped way without groups of inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ablated: Option<Table<Figures>>,
    /// What each input is worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) importance: Option<Table<Lost>>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Table<T> {
    /// What printed it.
    pub(crate) command: String,
    /// How it was measured.
    pub(crate) about: String,
    /// In order.
    pub(crate) rows: Vec<Row<T>>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row<T> {
    /// What it is about.
    pub(crate) name: String,
    /// Its figures.
    #[serde(flatten)]
    pub(crate) figures: T,
}

/// How good, and how large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figures {
    pub(crate) estimate_auc: f64,
    pub(crate) estimate_ap: f64,
    pub(crate) estimate_top1: f64,
    pub(crate) forecast_auc: f64,
    pub(crate) forecast_ap: f64,
    /// Estimate without a cursor.
    pub(crate) touch_auc: f64,
    /// The worse of estimate and forecast.
    pub(crate) ece: f64,
    pub(crate) bytes: usize,
    pub(crate) parameters: usize,
}

/// What both heads lose.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lost {
    /// AUC of the estimate.
    pub(crate) estimate: f64,
    /// AUC of the forecast.
    pub(crate) forecast: f64,
}

/// Figures that stand in a table.
pub(crate) trait Cells {
    /// Heads of the columns.
    const HEADS: &'static [&'static str];
    /// As printed.
    fn cells(&self) -> Vec<String>;
}

impl Figures {
    /// As published, and by touch.
    pub(crate) fn of(crossed: &CrossValidation) -> Figures {
        let [estimate, forecast] = crossed.metrics[0];
        Figures {
            estimate_auc: estimate.auc,
            estimate_ap: estimate.ap,
            estimate_top1: estimate.top1,
            forecast_auc: forecast.auc,
            forecast_ap: forecast.ap,
            touch_auc: crossed.metrics[1][0].auc,
            ece: estimate.ece.max(forecast.ece),
            bytes: crossed.size.bytes,
            parameters: crossed.size.parameters,
        }
    }

    /// The mean of several runs, in four digits; the size of the largest.
    pub(crate) fn mean(runs: &[Figures]) -> Figures {
        let mean = |of: fn(&Figures) -> f64| rounded(runs.iter().map(of).sum::<f64>() / runs.len() as f64);
        Figures {
            estimate_auc: mean(|run| run.estimate_auc),
            estimate_ap: mean(|run| run.estimate_ap),
            estimate_top1: mean(|run| run.estimate_top1),
            forecast_auc: mean(|run| run.forecast_auc),
            forecast_ap: mean(|run| run.forecast_ap),
            touch_auc: mean(|run| run.touch_auc),
            ece: mean(|run| run.ece),
            bytes: runs.iter().map(|run| run.bytes).max().unwrap_or_default(),
            parameters: runs.iter().map(|run| run.parameters).max().unwrap_or_default(),
        }
    }
}

impl Cells for Figures {
    const HEADS: &'static [&'static str] =
        &["estimate AUC", "AP", "top-1", "forecast AUC", "AP", "touch AUC", "ECE", "bytes", "parameters"];

    fn cells(&self) -> Vec<String> {
        let shares = [
            self.estimate_auc,
            self.estimate_ap,
            self.estimate_top1,
            self.forecast_auc,
            self.forecast_ap,
            self.touch_auc,
            self.ece,
        ];
        let shares = shares.iter().map(|share| format!("{share:.3}"));
        shares.chain([self.bytes.to_string(), self.parameters.to_string()]).collect()
    }
}

impl Cells for Lost {
    const HEADS: &'static [&'static str] = &["estimate AUC lost", "forecast AUC lost"];

    fn cells(&self) -> Vec<String> {
        [self.estimate, self.forecast].map(|lost| format!("{lost:.4}")).to_vec()
    }
}

impl<T: Cells> Table<T> {
    /// In Markdown, with the command.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("| | {} |\n|{}\n", T::HEADS.join(" | "), " --- |".repeat(T::HEADS.len() + 1));
        for row in &self.rows {
            // Writing to a String does not fail.
            let _ = writeln!(text, "| {} | {} |", row.name, row.figures.cells().join(" | "));
        }
        let _ = write!(text, "\n{} `{}` prints it.\n", self.about, self.command);
        text
    }

    /// For a terminal.
    pub(crate) fn text(&self) -> String {
        let name = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        let line = |first: &str, cells: Vec<String>| {
            let cells =
                cells.iter().zip(T::HEADS).map(|(cell, head)| format!(" {cell:>0$}", head.len().max(7)));
            format!("{first:name$} {}\n", cells.collect::<String>())
        };
        let heads = line("", T::HEADS.iter().map(|head| (*head).to_owned()).collect());
        let rows = self.rows.iter().map(|row| line(&row.name, row.figures.cells()));
        format!("{heads}{}\n{}", rows.collect::<String>(), self.about)
    }
}

impl Tried {
    /// What is in `path`; nothing, if it is not there.
    ///
    /// # Errors
    /// [`TriedError`].
    pub(crate) fn read(path: &Path) -> Result<Tried, TriedError> {
        let name = || path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(json) => {
                serde_json::from_str(&json).map_err(|source| TriedError::Form { path: name(), source })
            }
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => Ok(Tried::default()),
            Err(source) => Err(TriedError::File { path: name(), source }),
        }
    }

    /// Changes what is in `path`.
    ///
    /// # Errors
    /// [`TriedError`].
    pub(crate) fn change(path: &Path, change: impl FnOnce(&mut Tried)) -> Result<(), TriedError> {
        let name = || path.display().to_string();
        let mut tried = Tried::read(path)?;
        change(&mut tried);
        let json = serde_json::to_string_pretty(&tried);
        let json = json.map_err(|source| TriedError::Form { path: name(), source })?;
        std::fs::write(path, json + "\n").map_err(|source| TriedError::File { path: name(), source })
    }

    /// The sections of a card.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        for (title, table) in [
            ("What was tried", self.compared.as_ref().map(Table::markdown)),
            ("What the inputs are worth, by group", self.ablated.as_ref().map(Table::markdown)),
            ("What each input is worth", self.importance.as_ref().map(Table::markdown)),
        ] {
            if let Some(table) = table {
                // Writing to a String does not fail.
                let _ = write!(text, "\n## {title}\n\n{table}");
            }
        }
        text
    }
}

/// The command line as it was given, but for where the data lay.
pub(crate) fn command() -> String {
    let mut words = vec!["nearside-trainer".to_owned()];
    let mut given = std::env::args().skip(1);
    while let Some(word) = given.next() {
        let is_path = ["--data", "--plots"].contains(&word.as_str());
        words.push(word);
        if is_path && given.next().is_some() {
            words.push("DIR".to_owned());
        }
    }
    words.join(" ")
}

/// Four digits: more would say more than a few dozen people can.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stay_beside_each_other_and_come_into_the_card() {
        let path = std::env::temp_dir().join(format!("nearside-tried-{}.json", std::process::id()));
        assert_eq!(Tried::read(&path).unwrap(), Tried::default());
        let runs = [0.8, 0.9].map(|auc| Figures { estimate_auc: auc, bytes: 100, ..Figures::default() });
        let rows = vec![Row { name: "shipped".to_owned(), figures: Figures::mean(&runs) }];
        let table = Table { command: "compare it".to_owned(), about: "Two runs.".to_owned(), rows };
        Tried::change(&path, |tried| tried.compared = Some(table.clone())).unwrap();
        let lost = Lost { estimate: 0.0123, forecast: -0.0004 };
        let rows = vec![Row { name: "near.*.share".to_owned(), figures: lost }];
        let worth = Table { command: "deal it out".to_owned(), about: "Once.".to_owned(), rows };
        Tried::change(&path, |tried| tried.importance = Some(worth)).unwrap();

        let tried = Tried::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(tried.compared, Some(table));
        let card = tried.markdown();
        assert!(card.contains("| shipped | 0.850 | 0.000 |"), "{card}");
        assert!(card.contains("Two runs. `compare it` prints it."), "{card}");
        assert!(card.contains("| near.*.share | 0.0123 | -0.0004 |"), "{card}");
        assert!(!card.contains("by group"), "no heading without a table: {card}");
    }
}
