//! Signals: normalised observations of the visitor, all `Copy`, none with a heap behind it.
//!
//! The shell turns DOM events into these; recordings are scripts of them. None of them can hold text,
//! a value typed, a URL or an identity: what is not here cannot be learned, stored or sent. Signals
//! deliberately do not derive `Serialize` (see ARCHITECTURE.md, invariants).

use crate::geometry::{Point, Rect, Size};

/// Index of a region: a slot, or an element marked `data-nearside-watch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(pub u16);

/// What the visitor points with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PointerKind {
    /// Mouse or trackpad: hovers.
    #[default]
    Mouse,
    /// Finger: present only while it touches.
    Touch,
    /// Stylus: may hover.
    Pen,
}

/// Which class of key was pressed; never which letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Tab or Shift+Tab: moves the focus.
    Tab,
    /// Arrows, Page Up/Down, Home, End, Space outside a field: scrolls or moves within.
    Arrow,
    /// Enter or Space on a control: activates.
    Activate,
    /// Escape: dismisses.
    Escape,
    /// Anything else (typing, shortcuts).
    Other,
}

/// A step of filling in a form; never a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormStep {
    /// A field was changed.
    Edit,
    /// The form was sent.
    Submit,
}

/// What a media element did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaStep {
    /// Started or resumed.
    Play,
    /// Paused.
    Pause,
    /// Reached its end.
    End,
}

/// How the visitor moved within the site without a page load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// A new entry (`pushState`, Navigation API).
    Push,
    /// The entry replaced.
    Replace,
    /// Back or forward.
    Traverse,
    /// Only the fragment changed.
    Hash,
}

/// The class of device, by viewport and primary pointer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// A phone.
    Mobile,
    /// A tablet.
    Tablet,
    /// A laptop or desktop.
    #[default]
    Desktop,
}

/// Where the visit came from, as a class; never a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Referrer {
    /// A search engine.
    Search,
    /// A social network.
    Social,
    /// Typed, bookmarked or withheld.
    #[default]
    Direct,
    /// The same site.
    Internal,
    /// Another site.
    Other,
}

/// What a page is, by its own word (`data-nearside-page`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageKind {
    /// The visitor's own affairs: account, basket, orders.
    Account,
    /// About the site: contact, delivery, help.
    Information,
    /// What the site offers: a product, an article, a list of them.
    Product,
    /// Anything else, or not said.
    #[default]
    Other,
}

/// The greatest code that a site may give.
pub const MAX_CODE: u8 = 63;

/// What the browser says of itself and its surroundings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Environment {
    /// Class of device.
    pub device: Device,
    /// Primary pointing device.
    pub pointer: PointerKind,
    /// The visitor asked to save data.
    pub save_data: bool,
    /// The visitor prefers reduced motion.
    pub reduced_motion: bool,
    /// The visitor prefers a dark colour scheme.
    pub dark: bool,
    /// Primary language subtag as two lower-case ASCII letters (`*b"en"`), zeros if unknown.
    pub language: [u8; 2],
    /// Minutes since local midnight, 0 to 1,439.
    pub minute_of_day: u16,
    /// Local weekday, 0 = Monday to 6 = Sunday.
    pub weekday: u8,
    /// Local month, 1 = January to 12 = December; 0 if unknown.
    pub month: u8,
    /// Local day of the month, 1 to 31; 0 if unknown.
    pub day: u8,
    /// Class of the referrer.
    pub referrer: Referrer,
    /// `navigator.webdriver`: the browser says that a program drives it.
    pub automated: bool,
}

/// One observation. Points are in viewport px, boxes in page px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Signal {
    /// The browser's surroundings, at start and when they change.
    Environment(Environment),
    /// The size of the window, px.
    Viewport(Size),
    /// The size of the document, px.
    Document(Size),
    /// Where a region now is, in page px.
    Layout {
        /// Which region.
        region: RegionId,
        /// Its box, page px.
        rect: Rect,
        /// Share of the box, 0 to 1, that its own ancestors leave to be seen: less than 1 where one of them
        /// clips or hides it, whatever the window shows.
        shown: f64,
    },
    /// A region left the page.
    Gone(RegionId),
    /// The pointer moved to a viewport point.
    Move {
        /// Where to, viewport px.
        to: Point,
        /// With what.
        pointer: PointerKind,
    },
    /// The pointer left the window.
    Leave,
    /// A button, finger or pen went down.
    Press {
        /// Where, viewport px.
        at: Point,
        /// With what.
        pointer: PointerKind,
    },
    /// What went down came up, or was cancelled.
    Release,
    /// A click, tap or keyboard activation.
    Click {
        /// Where, viewport px.
        at: Point,
        /// In which region.
        region: Option<RegionId>,
        /// On a link, button, field or other control.
        interactive: bool,
    },
    /// The document is now scrolled by this many px. The first one says where the visit begins.
    Scroll(Point),
    /// Something else that only a person does, such as scrolling a box within the page.
    Stir,
    /// A key of this class went down.
    Key(Key),
    /// The focus moved into a region (`None`: elsewhere).
    Focus(Option<RegionId>),
    /// Text was selected, in a region or (`None`) outside all of them.
    Select(Option<RegionId>),
    /// The selection was cleared.
    Deselect,
    /// Something was copied; never what.
    Copy,
    /// A form was worked on.
    Form(FormStep),
    /// A media element changed state.
    Media(MediaStep),
    /// The pointer shot out of the window's top: the visitor may be about to leave.
    ExitIntent,
    /// The tab became visible or hidden.
    Visible(bool),
    /// The window gained or lost the focus.
    Focused(bool),
    /// The page was restored from the back/forward cache.
    Restored,
    /// The page is being left or frozen.
    Left,
    /// A navigation without a page load.
    Navigate(Navigation),
    /// What the page says of itself.
    Page {
        /// Its kind.
        kind: PageKind,
        /// The site's own number for the channel that the visit came by, up to [`MAX_CODE`]; 0 if not said.
        channel: u8,
        /// The site's own number for the visitor's operating system, likewise.
        system: u8,
    },
    /// Device motion's magnitude without gravity, m/s²; only where page and visitor allowed it.
    Motion(f64),
}

impl Signal {
    /// Whether it shows that a person is doing something, as against the page or browser changing.
    pub fn is_activity(&self) -> bool {
        use Signal::*;
        matches!(
            self,
            Move { .. }
                | Press { .. }
                | Click { .. }
                | Scroll(_)
                | Stir
                | Key(_)
                | Focus(_)
                | Select(_)
                | Copy
                | Form(_)
                | Media(MediaStep::Play)
                | ExitIntent
                | Restored
        )
    }

    /// Whether it says how the page stands, and nothing of what the visitor does on it.
    pub fn is_place(&self) -> bool {
        use Signal::*;
        matches!(
            self,
            Environment(_)
                | Viewport(_)
                | Document(_)
                | Layout { .. }
                | Gone(_)
                | Scroll(_)
                | Visible(_)
                | Focused(_)
                | Restored
                | Left
                | Page { .. }
        )
    }

    /// Whether every number in it is finite and within what a page can hold.
    pub fn is_sound(&self) -> bool {
        /// Far beyond any page; keeps squares and sums finite.
        const LIMIT: f64 = 1e8;
        let sound = |numbers: &[f64]| numbers.iter().all(|n| n.abs() <= LIMIT);
        match *self {
            Signal::Viewport(s) | Signal::Document(s) => {
                sound(&[s.width, s.height]) && s.width >= 0.0 && s.height >= 0.0
            }
            Signal::Layout { rect, shown, .. } => {
                sound(&[rect.x, rect.y, rect.width, rect.height])
                    && rect.width >= 0.0
                    && rect.height >= 0.0
                    && (0.0..=1.0).contains(&shown)
            }
            Signal::Move { to: p, .. }
            | Signal::Press { at: p, .. }
            | Signal::Click { at: p, .. }
            | Signal::Scroll(p) => sound(&[p.x, p.y]),
            Signal::Motion(m) => sound(&[m]) && m >= 0.0,
            Signal::Environment(e) => {
                e.minute_of_day < 1_440 && e.weekday < 7 && e.month <= 12 && e.day <= 31
            }
            Signal::Page { channel, system, .. } => channel <= MAX_CODE && system <= MAX_CODE,
            _ => true,
        }
    }
}

/// A signal with what the browser says of its origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observed {
    /// What was observed.
    pub signal: Signal,
    /// `Event.isTrusted`: made by the browser, not by a script of the page.
    pub trusted: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_no_page_can_hold_are_not_sound() {
        let at = |x, y| Signal::Scroll(Point { x, y });
        for (signal, sound) in [
            (at(0.0, 300.0), true),
            (at(f64::NAN, 0.0), false),
            (at(0.0, f64::INFINITY), false),
            (Signal::Viewport(Size { width: -1.0, height: 10.0 }), false),
            (Signal::Motion(-0.1), false),
            (Signal::Environment(Environment { minute_of_day: 1_440, ..Environment::default() }), false),
            (Signal::Environment(Environment { weekday: 7, ..Environment::default() }), false),
            (Signal::Environment(Environment { month: 13, ..Environment::default() }), false),
            (Signal::Page { kind: PageKind::Product, channel: 64, system: 0 }, false),
            (Signal::Page { kind: PageKind::Product, channel: 0, system: 64 }, false),
            (Signal::Environment(Environment { day: 32, ..Environment::default() }), false),
            (Signal::Copy, true),
        ] {
            assert_eq!(signal.is_sound(), sound, "{signal:?}");
        }
    }

    #[test]
    fn layout_and_visibility_are_not_the_visitor_acting() {
        assert!(!Signal::Layout { region: RegionId(0), rect: Rect::default(), shown: 1.0 }.is_activity());
        assert!(!Signal::Visible(true).is_activity());
        assert!(Signal::Key(Key::Tab).is_activity());
        assert!(Signal::Scroll(Point::default()).is_activity());
    }
}
