//! Consent: purposes, answers, and the grants that prove them.
//!
//! `Grant<P>` is a token that only [`Consent::grant`] mints, and only while the visitor's answer for `P`
//! is `Granted`. Whatever stores, learns or seals asks for one, so code that lacks consent does not
//! compile rather than misbehave. Pending counts as "in memory only".

use std::marker::PhantomData;

use crate::json::{names, settings};

/// The visitor's answer for one purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Granted,
    /// No: and what was kept for it is erased.
    Denied,
    /// Not asked, or not answered yet.
    #[default]
    Pending,
}

/// What something is done for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Choose content, in memory.
    Personalize,
    /// Keep state on this device.
    Store,
    /// Update beliefs about what works here.
    Learn,
    /// Send noised reports.
    Measure,
}

names!(Answer { Granted: "granted", Denied: "denied", Pending: "pending" });
names!(Purpose { Personalize: "personalize", Store: "store", Learn: "learn", Measure: "measure" });

mod sealed {
    pub trait Sealed {}
}

/// A purpose at the type level.
pub trait For: sealed::Sealed {
    /// The same purpose as a value.
    const PURPOSE: Purpose;
}

macro_rules! purpose {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl For for $name {
            const PURPOSE: Purpose = Purpose::$name;
        }
    )*};
}

purpose!(
    /// For choosing content.
    Personalize,
    /// For keeping state on this device.
    Store,
    /// For learning here.
    Learn,
    /// For sending reports.
    Measure
);

/// Proof that the visitor granted `P`. It cannot be copied, kept past the borrow or made elsewhere.
#[derive(Debug)]
pub struct Grant<'a, P: For>(PhantomData<(&'a Consent, P)>);

/// What sealing a report asks for.
impl nearside_report::MayMeasure for Grant<'_, Measure> {}

/// The four answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    personalize: Answer,
    store: Answer,
    learn: Answer,
    measure: Answer,
}

settings!(Consent { personalize, store, learn, measure });

impl Consent {
    /// The answer for `purpose`.
    pub fn answer(&self, purpose: Purpose) -> Answer {
        match purpose {
            Purpose::Personalize => self.personalize,
            Purpose::Store => self.store,
            Purpose::Learn => self.learn,
            Purpose::Measure => self.measure,
        }
    }

    /// Takes the visitor's answer for `purpose`.
    pub fn set(&mut self, purpose: Purpose, answer: Answer) {
        *match purpose {
            Purpose::Personalize => &mut self.personalize,
            Purpose::Store => &mut self.store,
            Purpose::Learn => &mut self.learn,
            Purpose::Measure => &mut self.measure,
        } = answer;
    }

    /// A grant for `P`, if and while the answer is yes.
    pub fn grant<P: For>(&self) -> Option<Grant<'_, P>> {
        (self.answer(P::PURPOSE) == Answer::Granted).then_some(Grant(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn only_a_yes_mints_a_grant() {
        let mut consent = Consent::default();
        for (answer, minted) in [(Answer::Pending, false), (Answer::Denied, false), (Answer::Granted, true)] {
            consent.set(Purpose::Store, answer);
            assert_eq!(consent.grant::<Store>().is_some(), minted, "{answer:?}");
            assert!(consent.grant::<Measure>().is_none(), "another purpose is not touched");
        }
    }

    #[test]
    fn an_unknown_purpose_is_an_error() {
        assert!(json::read::<Consent>(r#"{"store":"granted","profit":"granted"}"#).is_err());
    }
}
