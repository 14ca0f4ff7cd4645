//! The engine's tuning of the propensity model: sessions and the site's goal → the last layer, under a grant for `learn`.
//!
//! A moment is noted when a page is left or hidden, and when the goal is reached; it waits for its label until then, or until
//! its session has ended. What this page noted is known by itself too, small enough to be left behind when the page dies.

use rand_core::Rng;

use super::Engine;
use crate::{
    consent::{Answer, Learn, Purpose},
    event::Effect,
    finetune::{Example, Fit, KeptTuning, Tuning, Window, tag},
    outlook::Outlook,
    scorer::Task,
    session::SESSION_GAP,
};

/// What tuning knows on this page.
#[derive(Debug, Default)]
pub(super) struct Tuner {
    /// The moments of all pages, once a model or a memory says what they are of.
    window: Option<Window>,
    /// Those of this page.
    own: Option<Window>,
    /// When the session began in which this page noted the latest; ms since the epoch.
    session: f64,
    /// The session in which this page saw the goal reached: there may have been no window to say so in.
    reached: Option<f64>,
    /// What lies on the device, where this page has no use for it.
    foreign: Option<KeptTuning>,
    /// Something of it lay on the device.
    is_kept: bool,
    fit: Fit,
}

impl Tuner {
    /// How tuning stands.
    pub(super) fn tuning(&self) -> Tuning {
        self.fit.tuning()
    }
}

impl Engine {
    /// What is to be kept of tuning.
    pub(super) fn kept_tuning(&self) -> Option<KeptTuning> {
        // A page without the goal leaves what others learned of it where it is.
        self.worth_keeping(&self.tuner.window).or_else(|| self.tuner.foreign.clone())
    }

    /// Goes by what lies on the device now: where it is gone, another tab was told to forget it.
    pub(super) fn find_tuning(&mut self, kept: Option<&KeptTuning>) {
        if kept.is_none() && self.tuner.is_kept {
            self.tuner.window.clone_from(&self.tuner.own);
            self.refit();
        }
        self.tuner.is_kept = kept.is_some();
        let is_foreign = !self.tunes() && self.consent.answer(Purpose::Learn) != Answer::Denied;
        self.tuner.foreign = kept.filter(|_| is_foreign).cloned();
    }

    /// What this page added to it.
    pub(super) fn left_tuning(&self) -> Option<KeptTuning> {
        self.worth_keeping(&self.tuner.own)
    }

    /// Takes in what other pages kept or left behind; after the session has been gone on with.
    pub(super) fn recall_tuning(&mut self, kept: &KeptTuning) {
        if self.consent.answer(Purpose::Learn) == Answer::Denied {
            return;
        }
        // What can't be read is as good as nothing: the visitor is learned anew.
        let Ok(kept) = kept.window() else { return };
        let before = self.tuner.window.clone();
        match &mut self.tuner.window {
            Some(window) => window.merge(&kept),
            None => self.tuner.window = Some(kept),
        }
        self.join_sessions();
        self.settle_sessions();
        if self.tuner.window != before {
            self.refit();
        }
    }

    /// Drops all that was learned of conversions.
    pub(super) fn forget_tuning(&mut self) {
        self.tuner = Tuner::default();
        self.refit();
    }

    /// The propensity model came, or what its layer is tuned by changed.
    pub(super) fn refit(&mut self) {
        let Some(layer) = self.models.last_layer().filter(|_| self.tunes()) else { return };
        let is_of = |window: &&mut Window| (window.model(), window.width()) == (layer.model(), layer.width());
        let fresh = || Window::new(layer.model(), layer.width());
        // What was learned of another model's layer is no help to this one.
        for window in [&mut self.tuner.window, &mut self.tuner.own] {
            if window.as_mut().filter(is_of).is_none() {
                *window = Some(fresh());
            }
        }
        if let Some(window) = &self.tuner.window {
            self.tuner.fit = Fit::of(layer, window);
        }
    }

    /// Notes what the model's last layer reads now.
    pub(super) fn note_moment(&mut self, rng: &mut impl Rng) {
        let (session, at) = (self.session.record().started, self.wall + self.now.0);
        self.tuner.session = session;
        let Some(grant) = self.consent.grant::<Learn>().filter(|_| self.tunes()) else { return };
        let (true, Some((_, hidden))) = (self.visit(false).barred().is_none(), self.models.last_read())
        else {
            return;
        };
        let segment = self.segment_tag();
        let Some(example) = Example::new(session, at, rng.next_u32(), segment, hidden) else { return };
        for window in [&mut self.tuner.window, &mut self.tuner.own].into_iter().flatten() {
            window.note(&grant, example.clone());
        }
        let settles = self.settle_sessions();
        if self.tuner.reached == Some(session) {
            self.convert();
        } else if settles {
            // A moment that waits moves nothing; a page that goes away has better things to do.
            self.refit();
        }
    }

    /// The page says that the visitor reached a goal; the site's own is a conversion.
    pub(super) fn converted(
        &mut self,
        goal: &str,
        value: f64,
        rng: &mut impl Rng,
        effects: &mut Vec<Effect>,
    ) {
        let is_conversion = self.config.conversion.as_deref() == Some(goal) && value > 0.0;
        if is_conversion && !self.is_paused() {
            self.note_moment(rng);
            self.tuner.reached = Some(self.session.record().started);
            self.convert();
            self.keep(effects);
        }
    }

    /// What the tuned layer says, where it was tuned.
    pub(super) fn tuned(&self) -> Option<f32> {
        self.consent.grant::<Learn>().filter(|_| self.tunes() && !self.tuner.fit.is_shipped())?;
        let (layer, hidden) = self.models.last_read()?;
        Some(self.tuner.fit.probability(layer, hidden, self.segment_tag()) as f32)
    }

    fn worth_keeping(&self, window: &Option<Window>) -> Option<KeptTuning> {
        window.as_ref().filter(|window| self.tunes() && !window.is_empty()).map(KeptTuning::of)
    }

    fn tunes(&self) -> bool {
        self.config.conversion.is_some()
    }

    fn segment_tag(&self) -> u16 {
        let (names, shares) = (self.models.names(Task::Segments), self.models.outputs(Task::Segments));
        Outlook { conversion: None, names, shares }.segment().map_or(0, tag)
    }

    /// The session converted.
    fn convert(&mut self) {
        let Some(grant) = self.consent.grant::<Learn>() else { return };
        let session = self.session.record().started;
        for window in [&mut self.tuner.window, &mut self.tuner.own].into_iter().flatten() {
            window.convert(&grant, session);
        }
        self.refit();
    }

    /// What this page noted belongs to the session that it turned out to be part of.
    fn join_sessions(&mut self) {
        let (began, since) = (self.session.record().started, self.wall + self.now.0 - SESSION_GAP.0);
        let before = std::mem::replace(&mut self.tuner.session, began);
        if self.tuner.reached == Some(before) {
            self.tuner.reached = Some(began);
        }
        for window in [&mut self.tuner.window, &mut self.tuner.own].into_iter().flatten() {
            window.rename(before, began, since);
        }
    }

    /// Earlier sessions may have ended; gives whether one has.
    fn settle_sessions(&mut self) -> bool {
        let (began, since) = (self.session.record().started, self.wall + self.now.0 - SESSION_GAP.0);
        let mut settles = false;
        for window in [&mut self.tuner.window, &mut self.tuner.own].into_iter().flatten() {
            settles |= window.settle(began, since);
        }
        settles
    }
}
