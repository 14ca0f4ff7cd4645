//! Tuning to this visitor: what the propensity model says of a session moves to what sessions here come to.

use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    event::{Effect, Event},
    features::schema::{HASH, PAGE, index_of},
    finetune::LastLayer,
    scorer::{CONVERT, Scorer, ScorerError, Task},
    signal::{PageKind, Signal},
    state::{Journal, Snapshot},
};

use crate::page::{Page, learning, spec};

const HOUR: f64 = 3_600_000.0;
/// Hash of the model.
const MODEL: u64 = 0xfeed;

/// A model whose last layer reads the share of product pages in 10, and a 1.
struct Shallow {
    inputs: [usize; 1],
    outputs: Vec<String>,
    layer: Option<LastLayer>,
    read: Vec<f32>,
    /// What it says is off its last layer by so much.
    off: f32,
}

impl Shallow {
    fn new(model: u64) -> Shallow {
        Shallow {
            inputs: [index_of("pages.product.count").unwrap()],
            outputs: vec![CONVERT.to_owned()],
            layer: LastLayer::new(model, vec![2.0, 0.0], -1.0),
            read: Vec::new(),
            off: 0.0,
        }
    }
}

impl Scorer for Shallow {
    fn task(&self) -> Task {
        Task::Propensity
    }
    fn schema(&self) -> u64 {
        HASH
    }
    fn inputs(&self) -> &[usize] {
        &self.inputs
    }
    fn typical(&self) -> &[f32] {
        &[0.0; PAGE.len()]
    }
    fn outputs(&self) -> &[String] {
        &self.outputs
    }
    fn score(&mut self, rows: &[f32], outputs: &mut [f32]) -> Result<(), ScorerError> {
        self.read = vec![rows[self.inputs[0]] / 10.0, 1.0];
        let z = 2.0 * self.read[0] - 1.0;
        outputs[0] = 1.0 / (1.0 + (-z).exp()) + self.off;
        Ok(())
    }
    fn last_layer(&self) -> Option<&LastLayer> {
        self.layer.as_ref()
    }
    fn hidden(&self) -> Option<Vec<f32>> {
        Some(self.read.clone())
    }
}

fn selling() -> Config {
    Config { conversion: Some("sold".into()), ..learning() }
}

/// A product's page that a model has judged, `hours` after the first.
fn open(config: Config, kept: Option<Snapshot>, hours: f64, model: Shallow) -> Page {
    let mut page = Page::open_at(config, kept, hours * HOUR, spec("click"), 100.0);
    page.engine.set_scorer(Box::new(model)).unwrap();
    page.step(1.0, Event::ScorerReady(Task::Propensity));
    page.signal(1.0, Signal::Page { kind: PageKind::Product, channel: 0, system: 0 });
    page.ticks(1.0, 2_000.0);
    page
}

fn goal(name: &str) -> Event {
    Event::Goal { name: name.into(), value: 1.0 }
}

/// `count` visits, three hours apart, that all end in `reached`; what is kept of them, and what is said in one more.
fn visits(
    config: &Config,
    count: u32,
    reached: Option<&str>,
    model: fn() -> Shallow,
) -> (Option<Snapshot>, Page) {
    let mut kept = None;
    for visit in 0..count {
        let mut page = open(config.clone(), kept, 3.0 * f64::from(visit), model());
        reached.into_iter().for_each(|name| page.step(2_500.0, goal(name)));
        page.signal(3_000.0, Signal::Left);
        kept = page.kept();
    }
    (kept.clone(), open(config.clone(), kept, 3.0 * f64::from(count), model()))
}

fn said(page: &Page) -> f32 {
    page.engine.outlook().conversion.unwrap()
}

fn own() -> Shallow {
    Shallow::new(MODEL)
}

#[test]
fn what_is_said_moves_to_what_sessions_come_to() {
    let shipped = said(&open(selling(), None, 0.0, own()));
    assert!((shipped - 0.31).abs() < 0.01, "{shipped}");
    for (reached, converted) in [(Some("sold"), 30), (None, 0), (Some("looked"), 0)] {
        let (_, page) = visits(&selling(), 30, reached, own);
        let (now, tuning) = (said(&page), page.engine.tuning());
        let moved = if converted > 0 { now - shipped } else { shipped - now };
        assert!(moved > 0.08, "{reached:?}: {shipped} became {now}");
        assert_eq!((tuning.sessions, tuning.converted, tuning.reverts), (30, converted, 0));
        assert!(tuning.tuned_loss < tuning.shipped_loss, "{tuning:?}");
    }
}

#[test]
fn without_a_goal_a_grant_or_a_layer_nothing_is_tuned() {
    type Case = (&'static str, Config, fn() -> Shallow);
    let cases: [Case; 4] = [
        ("no goal", learning(), own),
        ("not asked yet", with(selling(), Purpose::Learn, Answer::Pending), own),
        ("an older chunk", selling(), || Shallow { layer: None, ..own() }),
        ("another layer's weights", selling(), || Shallow { off: 0.01, ..own() }),
    ];
    for (why, config, model) in cases {
        let (kept, page) = visits(&config, 10, Some("sold"), model);
        assert_eq!(said(&page), said(&open(config, None, 0.0, model())), "{why}");
        let examples = kept.and_then(|kept| kept.tuning).map_or(0, |tuning| tuning.examples.len());
        assert_eq!(examples, 0, "{why}");
    }
}

fn with(mut config: Config, purpose: Purpose, answer: Answer) -> Config {
    config.consent.set(purpose, answer);
    config
}

#[test]
fn a_denial_or_a_wish_to_be_forgotten_brings_back_what_was_shipped() {
    let shipped = said(&open(selling(), None, 0.0, own()));
    for event in
        [Event::Consent(Purpose::Learn, Answer::Denied), Event::Forget { seed: 5 }, Event::Kept(None)]
    {
        let (kept, mut page) = visits(&selling(), 20, Some("sold"), own);
        assert_ne!(said(&page), shipped);
        page.step(2_500.0, event.clone());
        assert_eq!((said(&page), page.engine.tuning().sessions), (shipped, 0), "{event:?}");
        let tuning = page.engine.snapshot().and_then(|snapshot| snapshot.tuning);
        assert!(tuning.is_none_or(|tuning| tuning.examples.is_empty()), "{event:?}");
        // What another tab kept before it heard of a denial is not learned again.
        if matches!(event, Event::Consent(..)) {
            page.step(2_600.0, Event::Kept(kept));
            assert_eq!(said(&page), shipped);
        }
    }
}

#[test]
fn tabs_add_to_each_other_and_a_goal_in_one_labels_the_moments_of_all() {
    let mut tabs = [0.0, 0.05, 0.1].map(|hours| open(selling(), None, hours, own()));
    tabs[2].step(2_000.0, goal("sold"));
    tabs.iter_mut().for_each(|tab| tab.signal(3_000.0, Signal::Left));
    let mut stored: Option<Snapshot> = None;
    for tab in &mut tabs {
        if stored.is_some() {
            tab.step(3_500.0, Event::Kept(stored.take()));
        }
        stored = tab.kept();
    }
    let next = open(selling(), stored, 9.0, own());
    let tuning = next.engine.tuning();
    assert_eq!((tuning.sessions, tuning.converted, tuning.waiting), (1, 1, 0));
    // Three moments of one session weigh as much as one.
    let once = visits(&selling(), 1, Some("sold"), own).1;
    assert!((said(&next) - said(&once)).abs() < 0.01, "{} and {}", said(&next), said(&once));
}

#[test]
fn a_page_that_dies_leaves_its_moments_behind() {
    let mut page = open(selling(), None, 0.0, own());
    page.step(2_100.0, goal("sold"));
    page.signal(3_000.0, Signal::Visible(false));
    let left = page.effects.iter().rev().find_map(|effect| match effect {
        Effect::Leave(journal) => Some(Journal::parse(&journal.to_json()).unwrap()),
        _ => None,
    });
    let mut next = open(selling(), None, 5.0, own());
    next.step(2_500.0, Event::Left(left.unwrap()));
    assert_eq!((next.engine.tuning().sessions, next.engine.tuning().converted), (1, 1));
}

#[test]
fn another_models_moments_stay_where_no_model_is_and_go_where_another_is() {
    let (kept, _) = visits(&selling(), 5, Some("sold"), own);
    let mut bare = Page::open_at(selling(), kept, 60.0 * HOUR, spec("click"), 100.0);
    bare.ticks(1.0, 2_000.0);
    bare.signal(3_000.0, Signal::Left);
    let kept = bare.kept();
    assert_eq!(open(selling(), kept.clone(), 70.0, own()).engine.tuning().sessions, 5);
    let mut other = open(selling(), kept, 70.0, Shallow::new(MODEL + 1));
    let kept_model = |page: &Page| page.engine.snapshot().unwrap().tuning.map(|tuning| tuning.model);
    assert_eq!((other.engine.tuning().sessions, kept_model(&other)), (0, None));
    other.signal(3_000.0, Signal::Left);
    assert_eq!(kept_model(&other), Some(MODEL + 1));
}

#[test]
fn what_another_tab_was_told_to_forget_is_not_brought_back() {
    let (kept, mut page) = visits(&selling(), 5, Some("sold"), own);
    let mut emptied = kept.clone().unwrap();
    emptied.tuning = None;
    page.step(2_500.0, Event::Kept(kept.clone()));
    assert_eq!(page.engine.tuning().sessions, 5);
    page.step(2_600.0, Event::Kept(Some(emptied)));
    assert_eq!(page.engine.tuning().sessions, 0);
    // A page that has no use for it leaves it where it is, unless it may not learn.
    let examples = |config: Config| {
        let mut page = open(config, kept.clone(), 60.0, own());
        page.signal(3_000.0, Signal::Left);
        page.kept().and_then(|kept| kept.tuning).map_or(0, |tuning| tuning.examples.len())
    };
    let all = kept.as_ref().and_then(|kept| kept.tuning.as_ref()).map_or(0, |tuning| tuning.examples.len());
    let denied = with(learning(), Purpose::Learn, Answer::Denied);
    assert_eq!((examples(learning()), examples(denied)), (all, 0));
    assert!(all > 0);
}

#[test]
fn a_paused_agent_notes_nothing() {
    let mut page = open(selling(), None, 0.0, own());
    page.step(2_000.0, Event::Pause(true));
    page.step(2_100.0, goal("sold"));
    page.signal(3_000.0, Signal::Left);
    assert!(page.kept().unwrap().tuning.is_none_or(|tuning| tuning.examples.is_empty()));
}
