//! The calendar: how near today is to a day that people shop for.
//!
//! `MM-DD` and today's month and day → 0 to 1. It is 1 six days before the day, when there is still time for a delivery,
//! and falls by a fifth with each day from there, as in the data of Sakar et al. (2019), whose shop model reads it.

use serde_json::Value;

use crate::json::{FromJson, Reader, ToJson};

/// Days before the special one on which it is nearest.
const LEAD: i32 = 6;
/// What a day's distance from that costs.
const STEP: f32 = 0.2;
/// Days before each month in a year that is no leap year.
const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/// Days in a year.
const YEAR: i32 = 365;

/// A day of every year, written `MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    month: u8,
    day: u8,
}

impl SpecialDay {
    /// The day behind `MM-DD`; none for what is no day.
    pub fn parse(text: &str) -> Option<SpecialDay> {
        let (month, day) = text.split_once('-')?;
        let is_number = |digits: &str| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        let number = |digits: &str| is_number(digits).then(|| digits.parse::<u8>().ok()).flatten();
        let day = SpecialDay { month: number(month)?, day: number(day)? };
        day_of_year(day.month, day.day).map(|_| day)
    }

    /// How near it is on this day, 0 to 1; 0 on a day that is not known.
    pub fn nearness(self, month: u8, day: u8) -> f32 {
        let (Some(special), Some(today)) = (day_of_year(self.month, self.day), day_of_year(month, day))
        else {
            return 0.0;
        };
        let left = (special - today).rem_euclid(YEAR);
        (1.0 - STEP * (left - LEAD).abs() as f32).max(0.0)
    }
}

impl FromJson for SpecialDay {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let day = json.as_str().and_then(SpecialDay::parse);
        reader
            .expect(day, "a special day, written MM-DD, such as 12-25")
            .unwrap_or(SpecialDay { month: 1, day: 1 })
    }
}

impl ToJson for SpecialDay {
    fn write(&self) -> Value {
        Value::from(format!("{:02}-{:02}", self.month, self.day))
    }
}

/// Days of the year before this one; 29 February counts as the 1st of March.
fn day_of_year(month: u8, day: u8) -> Option<i32> {
    let month = usize::from(month).checked_sub(1)?;
    let before = *BEFORE.get(month)?;
    let length = BEFORE.get(month + 1).unwrap_or(&YEAR) - before + i32::from(month == 1);
    let day = i32::from(day);
    (1..=length).contains(&day).then(|| before + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_nearest_six_days_before() {
        let valentine = SpecialDay::parse("02-14").unwrap();
        for (month, day, expected) in
            [(2, 8, 1.0), (2, 7, 0.8), (2, 10, 0.6), (2, 12, 0.2), (2, 3, 0.0), (2, 14, 0.0), (0, 0, 0.0)]
        {
            assert!((valentine.nearness(month, day) - expected).abs() < 1e-6, "{month}-{day}");
        }
        let new_year = SpecialDay::parse("01-02").unwrap();
        assert!((new_year.nearness(12, 27) - 1.0).abs() < 1e-6, "over the turn of the year");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2-14",
            "13-01",
            "00-10",
            "02-32",
            "02-00",
            "0214",
            "ab-cd",
            "02-14-2026",
            "02-30",
            "04-31",
            "+1-+2",
        ] {
            assert_eq!(SpecialDay::parse(text), None, "{text}");
        }
    }
}
