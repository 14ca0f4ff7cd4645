//! Names: what a segment is called, from what sets it apart.
//!
//! Standardised means → one name each, by a rule anyone can check. Down the table of standard names, each goes to the
//! segment that meets all its bounds, and to the one that meets the first by most if several do. A segment that no name fits is
//! called by its strongest feature (`much_scroll_reversals`). No name is given twice.

/// A standard name.
pub(crate) struct Standard {
    pub(crate) name: &'static str,
    /// In words.
    pub(crate) meaning: &'static str,
    /// Bounds of standardised means.
    bounds: &'static [Bound],
}

/// A bound of one feature's mean, in spreads from the mean of all visits.
enum Bound {
    Least(&'static str, f64),
    Most(&'static str, f64),
}

use Bound::{Least, Most};

/// The standard names, first choice first.
pub(crate) const TABLE: &[Standard] = &[
    Standard {
        name: "quick_responder",
        meaning: "clicks early, and has clicked more than others by then",
        bounds: &[Most("clicks.wait", -0.4), Least("clicks.count", 0.3)],
    },
    Standard {
        name: "deep_explorer",
        meaning: "reads far down, and for long",
        bounds: &[Least("scroll.depth", 0.5), Least("page.dwell", 0.3)],
    },
    Standard {
        name: "selective_clicker",
        meaning: "hesitates often before it clicks, and clicks",
        bounds: &[Least("pointer.hesitations", 0.5), Least("clicks.count", 0.3)],
    },
    Standard {
        name: "comparer",
        meaning: "moves up and down within what it has seen, and does not go far beyond",
        bounds: &[Least("scroll.reversals", 0.4), Most("scroll.depth", 0.3)],
    },
    Standard {
        name: "first_glance",
        meaning: "still at the top, scrolling little, with little done so far",
        bounds: &[Most("scroll.depth", -0.5), Most("scroll.velocity", -0.5)],
    },
    Standard {
        name: "skimmer",
        meaning: "scrolls on without turning back or resting the cursor",
        bounds: &[
            Least("scroll.velocity", 0.3),
            Most("scroll.reversals", -0.3),
            Most("pointer.hesitations", -0.2),
        ],
    },
    Standard {
        name: "cursor_reader",
        meaning: "follows what it reads with the cursor, resting here and there",
        bounds: &[Least("pointer.hesitations", 0.5), Least("pointer.speed", 0.3)],
    },
    Standard {
        name: "lingerer",
        meaning: "stays for long, and scrolls little",
        bounds: &[Least("page.dwell", 0.5), Most("scroll.velocity", -0.3)],
    },
];

/// What a segment is called, and what that means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) meaning: String,
}

/// One name for each row of standardised `means`, whose columns are `paths`.
pub(crate) fn name(paths: &[&str], means: &[Vec<f64>]) -> Vec<Named> {
    let mut named: Vec<Option<Named>> = vec![None; means.len()];
    for standard in TABLE {
        let fits = (0..means.len()).filter(|&segment| named[segment].is_none());
        let fits = fits.filter_map(|segment| Some((segment, standard.margin(paths, &means[segment])?)));
        if let Some((segment, _)) = fits.reduce(|a, b| if b.1 > a.1 { b } else { a }) {
            named[segment] =
                Some(Named { name: standard.name.to_owned(), meaning: standard.meaning.to_owned() });
        }
    }
    let mut taken: Vec<String> = named.iter().flatten().map(|named| named.name.clone()).collect();
    let own = named.into_iter().zip(means).map(|(named, means)| {
        let named = named.unwrap_or_else(|| by_feature(paths, means, &taken));
        taken.push(named.name.clone());
        named
    });
    own.collect()
}

impl Standard {
    /// By how much the first bound is met, if all are.
    fn margin(&self, paths: &[&str], means: &[f64]) -> Option<f64> {
        let mut margins = self.bounds.iter().map(|bound| {
            let (path, sign, bound) = match bound {
                Least(path, bound) => (path, 1.0, bound),
                Most(path, bound) => (path, -1.0, bound),
            };
            let at = paths.iter().position(|known| known == path)?;
            Some(sign * (means[at] - bound)).filter(|margin| *margin >= 0.0)
        });
        let first = margins.next()??;
        margins.all(|margin| margin.is_some()).then_some(first)
    }
}

/// A name from the strongest feature whose name is not taken.
fn by_feature(paths: &[&str], means: &[f64], taken: &[String]) -> Named {
    let mut strongest: Vec<usize> = (0..means.len()).collect();
    strongest.sort_by(|&a, &b| means[b].abs().total_cmp(&means[a].abs()));
    let names = strongest.into_iter().map(|at| {
        let much = if means[at] >= 0.0 { "much" } else { "little" };
        let name = format!("{much}_{}", paths[at].replace(['.', '*'], "_"));
        Named {
            name,
            meaning: format!("{much} of `{}`, and nothing that a standard name asks for", paths[at]),
        }
    });
    let free = |named: &Named| !taken.contains(&named.name);
    // There are more features, twice over, than segments; the last resort keeps names apart all the same.
    let last = || Named { name: format!("segment_{}", taken.len() + 1), meaning: "like no other".to_owned() };
    names.into_iter().find(free).unwrap_or_else(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: [&str; 9] = [
        "scroll.depth",
        "scroll.back",
        "scroll.reversals",
        "scroll.velocity",
        "pointer.hesitations",
        "pointer.speed",
        "clicks.wait",
        "clicks.count",
        "page.dwell",
    ];

    /// Means that are 0 but for these.
    fn means(set: &[(&str, f64)]) -> Vec<f64> {
        PATHS.iter().map(|path| set.iter().find(|(name, _)| name == path).map_or(0.0, |(_, z)| *z)).collect()
    }

    fn names(segments: &[&[(&str, f64)]]) -> Vec<String> {
        let means: Vec<Vec<f64>> = segments.iter().map(|set| means(set)).collect();
        name(&PATHS, &means).into_iter().map(|named| named.name).collect()
    }

    #[test]
    fn every_standard_name_has_its_visitor() {
        for (set, expected) in [
            (&[("clicks.wait", -1.0), ("clicks.count", 0.8)][..], "quick_responder"),
            (&[("scroll.depth", 1.2), ("page.dwell", 0.8)], "deep_explorer"),
            (&[("pointer.hesitations", 0.9), ("clicks.count", 0.5)], "selective_clicker"),
            (&[("scroll.reversals", 0.8), ("scroll.depth", 0.0)], "comparer"),
            (&[("scroll.depth", -1.1), ("scroll.velocity", -1.3)], "first_glance"),
            (
                &[("scroll.velocity", 0.5), ("scroll.reversals", -0.9), ("pointer.hesitations", -0.4)],
                "skimmer",
            ),
            (&[("pointer.hesitations", 0.9), ("pointer.speed", 0.5), ("scroll.depth", 0.4)], "cursor_reader"),
            (&[("page.dwell", 1.0), ("scroll.velocity", -0.8)], "lingerer"),
            // What no name fits.
            (&[("scroll.reversals", 2.0), ("scroll.depth", 0.9)], "much_scroll_reversals"),
            (&[("pointer.speed", -0.2)], "little_pointer_speed"),
        ] {
            assert_eq!(names(&[set]), [expected], "{set:?}");
        }
        assert_eq!(TABLE.len(), 8, "a row of the table has no visitor here");
    }

    #[test]
    fn two_that_fit_one_name_get_two() {
        let near = [("scroll.depth", 0.6), ("page.dwell", 0.9)];
        let far = [("scroll.depth", 1.5), ("page.dwell", 0.4)];
        assert_eq!(names(&[&near, &far]), ["much_page_dwell", "deep_explorer"]);
        assert_eq!(names(&[&far, &near, &near]), ["deep_explorer", "much_page_dwell", "much_scroll_depth"]);
    }

    #[test]
    fn a_name_is_one_that_a_manifest_may_hold() {
        let all: Vec<Vec<f64>> = (0..16).map(|_| means(&[])).collect();
        let mut given: Vec<String> = name(&PATHS, &all).into_iter().map(|named| named.name).collect();
        let plain =
            |name: &String| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(given.iter().all(plain), "{given:?}");
        given.sort_unstable();
        given.dedup();
        assert_eq!(given.len(), 16);
    }
}
