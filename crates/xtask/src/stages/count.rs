//! Lines that a test runner printed → how many tests passed and failed.
//!
//! Understands cargo test (wasm-bindgen's runner closes alike), cargo nextest and Node's test runner, with
//! or without colours.

/// How many tests ran, by what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Those that held.
    pub(crate) passed: usize,
    /// Those that did not.
    pub(crate) failed: usize,
}

impl Count {
    /// Adds what a line reports, if it is a closing line.
    pub(crate) fn read(&mut self, line: &str) {
        let plain = without_colours(line);
        let words: Vec<&str> = plain.split_whitespace().collect();
        let is_cargo = plain.trim_start().starts_with("test result:");
        let is_nextest = words.first() == Some(&"Summary") && plain.contains("tests run:");
        if is_cargo || is_nextest {
            self.passed += before(&words, "passed");
            self.failed += before(&words, "failed");
            return;
        }
        if let [mark, name, number] = words[..]
            && matches!(mark, "#" | "ℹ")
            && let Ok(number) = number.parse::<usize>()
        {
            match name {
                "pass" => self.passed += number,
                "fail" => self.failed += number,
                _ => {}
            }
        }
    }
}

/// The number in front of a word, as in `3 passed;`.
fn before(words: &[&str], name: &str) -> usize {
    let is_pair = |pair: &&[&str]| pair[1].trim_end_matches([';', ',']) == name;
    words.windows(2).find(is_pair).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

/// The line less its terminal sequences, which run from ESC to a letter.
fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        if character == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::Count;

    fn count(lines: &[&str]) -> (usize, usize) {
        let mut count = Count::default();
        lines.iter().for_each(|line| count.read(line));
        (count.passed, count.failed)
    }

    #[test]
    fn adds_up_every_binary_of_cargo_test() {
        let lines = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out",
        ];
        assert_eq!(count(&lines), (14, 3));
    }

    #[test]
    fn reads_nextest_through_its_colours() {
        let line = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.061s] \u{1b}[1m7\u{1b}[0m tests run: \u{1b}[1m6\u{1b}[0m \
                    \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m1\u{1b}[0m \u{1b}[31;1mfailed\u{1b}[0m, 0 skipped";
        assert_eq!(count(&[line]), (6, 1));
    }

    #[test]
    fn reads_both_forms_of_node() {
        assert_eq!(count(&["ℹ tests 5", "ℹ pass 4", "ℹ fail 1"]), (4, 1));
        assert_eq!(count(&["# tests 5", "# pass 5", "# fail 0"]), (5, 0));
    }

    #[test]
    fn a_test_that_talks_of_passing_is_not_counted() {
        assert_eq!(count(&["test pass ... ok", "12 passed in review"]), (0, 0));
    }
}
