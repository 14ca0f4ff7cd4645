//! The schema: every feature's name, unit, range, shape and meaning, in one table.
//!
//! Column order is part of the schema. Models, conditions, the inspector and the reference page in the docs
//! all read this table, and [`HASH`] changes when anything that a model depends on does: a model trained
//! on another schema is refused. Paths of region features hold a `*` where the region's name stands.

/// What a feature counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Ms,
    /// CSS pixels.
    Px,
    /// CSS pixels per second.
    PxPerS,
    /// A share, 0 to 1 (positions may pass 1 or go below 0).
    Ratio,
    /// How many.
    Count,
    /// 0 or 1.
    Flag,
    /// Metres per second squared.
    MPerS2,
    /// A number that stands for a name: only being equal means something.
    Code,
}

impl Unit {
    /// The unit as printed.
    pub const fn symbol(self) -> &'static str {
        match self {
            Unit::Ms => "ms",
            Unit::Px => "px",
            Unit::PxPerS => "px/s",
            Unit::Ratio => "ratio",
            Unit::Count => "count",
            Unit::Flag => "0 or 1",
            Unit::MPerS2 => "m/s²",
            Unit::Code => "code",
        }
    }
}

/// How a value is bent before it is standardised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As it is.
    Plain,
    /// sign(x)·ln(1 + |x|): for heavy tails.
    Log,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// Dotted path, as conditions name it.
    pub path: &'static str,
    /// What it counts in.
    pub unit: Unit,
    /// Least value; anything lower is clipped.
    pub low: f32,
    /// Greatest value; anything higher is clipped.
    pub high: f32,
    /// How it is bent before standardising.
    pub shape: Shape,
    /// What it says of the visit, for people.
    pub meaning: &'static str,
}

macro_rules! columns {
    ($(#[$doc:meta])* $columns:ident $table:ident: $($name:ident $path:literal $unit:ident $low:literal..$high:literal $shape:ident $meaning:literal)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum $columns {
            $(#[doc = $meaning] $name,)*
        }

        $(#[$doc])*
        pub const $table: &[Feature] = &[$(Feature {
            path: $path,
            unit: Unit::$unit,
            low: $low,
            high: $high,
            shape: Shape::$shape,
            meaning: $meaning,
        }),*];
    };
}

columns! {
    /// Columns of the page-level context, in order.
    Page PAGE:
    ScrollDepth "scroll.depth" Ratio 0.0..1.0 Plain "Deepest point of the document that the window's lower edge has reached"
    ScrollPosition "scroll.position" Ratio 0.0..1.0 Plain "Where the window stands between the document's top and bottom"
    ScrollVelocity "scroll.velocity" PxPerS 0.0..20000.0 Log "Speed of scrolling, half forgotten every second"
    ScrollDistance2s "scroll.distance_2s" Px 0.0..50000.0 Log "Distance scrolled in the last 2 s"
    ScrollDistance5s "scroll.distance_5s" Px 0.0..100000.0 Log "Distance scrolled in the last 5 s"
    ScrollUp2s "scroll.up_2s" Px 0.0..50000.0 Log "Distance scrolled upwards in the last 2 s"
    ScrollReversals "scroll.reversals" Count 0.0..200.0 Log "Changes of scroll direction in the last 5 minutes"
    ScrollUp5s "scroll.up_5s" Px 0.0..100000.0 Log "Distance scrolled upwards in the last 5 s"
    ScrollNetHalf "scroll.net_half_s" Ratio -1.0..1.0 Plain "Windows scrolled in the last 0.5 s; up is negative"
    ScrollScreens "scroll.screens" Ratio 0.0..200.0 Log "Distance from the document's top, in windows"
    ScrollBack "scroll.back" Ratio 0.0..2.0 Plain "How far above its deepest point the window now stands, in windows"
    ScrollIdle "scroll.idle" Ms 0.0..60000.0 Log "Time since the last scroll, or since the start"
    PointerPresent "pointer.present" Flag 0.0..1.0 Plain "A cursor is known to be over the page"
    PointerX "pointer.x" Ratio 0.0..1.0 Plain "Where the cursor stands across the window; 0.5 without one"
    PointerY "pointer.y" Ratio 0.0..1.0 Plain "Where the cursor stands down the window; 0.5 without one"
    PointerTouch "pointer.touch" Flag 0.0..1.0 Plain "The last pointer was a finger"
    PointerPen "pointer.pen" Flag 0.0..1.0 Plain "The last pointer was a pen"
    PointerSpeed "pointer.speed" PxPerS 0.0..20000.0 Log "Speed of the cursor, outliers clipped, half forgotten every second"
    PointerTravel2s "pointer.travel_2s" Px 0.0..50000.0 Log "Distance the cursor travelled in the last 2 s"
    PointerTravel5s "pointer.travel_5s" Px 0.0..100000.0 Log "Distance the cursor travelled in the last 5 s"
    PointerIdle "pointer.idle" Ms 0.0..60000.0 Log "Time since the cursor last moved, or since the start"
    PointerHesitations "pointer.hesitations" Count 0.0..200.0 Log "Rests of 0.3 to 3 s between two movements in the last 5 minutes"
    Clicks "clicks.count" Count 0.0..200.0 Log "Clicks and taps in the last 5 minutes"
    ClicksRage "clicks.rage" Count 0.0..100.0 Log "Bursts of three or more clicks on one spot in the last 5 minutes"
    ClicksWait "clicks.wait" Ms 0.0..3600000.0 Log "Time on this page before the first click or tap, or so far without one"
    ClicksDead "clicks.dead" Count 0.0..100.0 Log "Clicks on nothing that answers in the last 5 minutes"
    KeysNavigation "keys.navigation" Count 0.0..500.0 Log "Tab, arrow, paging and activating keys in the last 5 minutes"
    FocusMoves "focus.moves" Count 0.0..500.0 Log "Moves of the focus between elements in the last 5 minutes"
    TextSelections "text.selections" Count 0.0..100.0 Log "Texts selected in the last 5 minutes (that, never what)"
    TextCopies "text.copies" Count 0.0..100.0 Log "Copies made in the last 5 minutes (that, never what)"
    FormEdits "form.edits" Count 0.0..500.0 Log "Form fields changed in the last 5 minutes (that, never what)"
    FormSubmits "form.submits" Count 0.0..50.0 Log "Forms sent in the last 5 minutes"
    MediaPlays "media.plays" Count 0.0..50.0 Log "Media started in the last 5 minutes"
    ExitIntents "exit.intents" Count 0.0..50.0 Log "Times the cursor shot out of the window's top in the last 5 minutes"
    MotionEnergy "motion.energy" MPerS2 0.0..100.0 Log "Device motion without gravity, half forgotten every 2 s"
    PageElapsed "page.elapsed" Ms 0.0..3600000.0 Log "Time since the page was opened"
    PageDwell "page.dwell" Ms 0.0..3600000.0 Log "Time the page was visible and focused and the visitor active"
    PageHides "page.hides" Count 0.0..200.0 Log "Times the tab was hidden on this page"
    PageRestores "page.restores" Count 0.0..50.0 Log "Times the page came back from the back/forward cache"
    PageNavigations "page.navigations" Count 0.0..200.0 Log "Navigations within the page (single-page apps) in the last 5 minutes"
    PageScreens "page.screens" Ratio 0.0..200.0 Log "Height of the document in windows"
    PageRegionsVisible "page.regions_visible" Count 0.0..200.0 Log "Regions at least half visible now"
    SessionPages "session.pages" Count 0.0..500.0 Log "Pages of this session, this one included"
    SessionDwell "session.dwell" Ms 0.0..14400000.0 Log "Dwell of this session, earlier pages included"
    SessionReturning "session.returning" Flag 0.0..1.0 Plain "An earlier session was seen on this device"
    SessionChannel "session.channel" Code 0.0..63.0 Plain "The site's own number for the channel that the visit came by; 0 if it said none"
    SessionSystem "session.system" Code 0.0..63.0 Plain "The site's own number for the visitor's operating system; 0 if it said none"
    AccountPages "pages.account.count" Count 0.0..500.0 Log "Pages of this session that say they are the visitor's own affairs"
    AccountDwell "pages.account.dwell" Ms 0.0..14400000.0 Log "Dwell of this session on such pages"
    AccountDwellEach "pages.account.dwell_each" Ms 0.0..14400000.0 Log "The same for each such page"
    InformationPages "pages.information.count" Count 0.0..500.0 Log "Pages of this session that say they are about the site"
    InformationDwell "pages.information.dwell" Ms 0.0..14400000.0 Log "Dwell of this session on such pages"
    InformationDwellEach "pages.information.dwell_each" Ms 0.0..14400000.0 Log "The same for each such page"
    ProductPages "pages.product.count" Count 0.0..1000.0 Log "Pages of this session that say they are what the site offers"
    ProductDwell "pages.product.dwell" Ms 0.0..86400000.0 Log "Dwell of this session on such pages"
    ProductDwellEach "pages.product.dwell_each" Ms 0.0..14400000.0 Log "The same for each such page"
    DeviceMobile "device.mobile" Flag 0.0..1.0 Plain "The device is a phone"
    DeviceTablet "device.tablet" Flag 0.0..1.0 Plain "The device is a tablet"
    ViewportWidth "viewport.width" Px 0.0..10000.0 Log "Width of the window"
    ViewportHeight "viewport.height" Px 0.0..10000.0 Log "Height of the window"
    PrefersSaveData "prefers.save_data" Flag 0.0..1.0 Plain "The visitor asked to save data"
    PrefersReducedMotion "prefers.reduced_motion" Flag 0.0..1.0 Plain "The visitor prefers reduced motion"
    PrefersDark "prefers.dark" Flag 0.0..1.0 Plain "The visitor prefers a dark colour scheme"
    ReferrerSearch "referrer.search" Flag 0.0..1.0 Plain "The visit came from a search engine"
    ReferrerSocial "referrer.social" Flag 0.0..1.0 Plain "The visit came from a social network"
    ReferrerInternal "referrer.internal" Flag 0.0..1.0 Plain "The visit came from the same site"
    TimeMorning "time.morning" Flag 0.0..1.0 Plain "Local time is 05:00 to 11:59"
    TimeEvening "time.evening" Flag 0.0..1.0 Plain "Local time is 18:00 to 22:59"
    TimeNight "time.night" Flag 0.0..1.0 Plain "Local time is 23:00 to 04:59"
    TimeWeekend "time.weekend" Flag 0.0..1.0 Plain "Today is Saturday or Sunday"
    TimeSpecial "time.special" Ratio 0.0..1.0 Plain "How near today is to one of the site's special days: 1 six days before it, 0.2 less with each day from there"
    TimeMonth "time.month" Code 0.0..12.0 Plain "Local month, 1 for January; 0 if unknown"
}

columns! {
    /// Columns of each region, in order; all zero-cost to compare between regions of any page.
    Region REGION:
    Visible "visible.*.share" Ratio 0.0..1.0 Plain "Share of the region inside the window now"
    VisibleMs "visible.*.ms" Ms 0.0..3600000.0 Log "Time the region was at least half visible"
    Visible2s "visible.*.share_2s" Ratio 0.0..1.0 Plain "Share of the last 2 s in which it was at least half visible"
    Area "visible.*.area" Ratio 0.0..1.0 Plain "Share of the window that it covers"
    VisibleY "visible.*.y" Ratio 0.0..1.0 Plain "Centre of its visible part: 0 top edge of the window, 1 bottom edge"
    OffCentre "visible.*.off_centre" Ratio 0.0..20.0 Log "Distance of its visible part from the window's centre, in window heights"
    Middle2s "middle.*.share_2s" Ratio 0.0..1.0 Plain "Share of the last 2 s in which it stood in the middle third of the window"
    Band2s "band.*.share_2s" Ratio 0.0..1.0 Plain "How well it stood in the band where reading happens, over the last 2 s"
    Band5s "band.*.share_5s" Ratio 0.0..1.0 Plain "How well it stood in the band where reading happens, over the last 5 s"
    Place2s "place.*.share_2s" Ratio 0.0..1.0 Plain "Its share of what visible regions draw by place and size, over the last 2 s"
    Pull2s "pull.*.share_2s" Ratio 0.0..1.0 Plain "The same with the cursor's nearness, over the last 2 s"
    PullAverage "pull.*.average" Ratio 0.0..1.0 Plain "The same with the cursor's nearness, two thirds forgotten every 10 s"
    DwellMs "dwell.*.ms" Ms 0.0..3600000.0 Log "Dwell while the region was at least half visible"
    HoverMs "hover.*.ms" Ms 0.0..3600000.0 Log "Time the cursor was over the region"
    Hover2s "hover.*.share_2s" Ratio 0.0..1.0 Plain "Share of the last 2 s in which the cursor was over it"
    NearMs "near.*.ms" Ms 0.0..3600000.0 Log "Time the cursor was within 100 px of the region"
    Distance "distance.*.px" Px 0.0..5000.0 Log "Distance from the cursor to the region now; 0 without a cursor"
    DistanceMean2s "distance.*.mean_2s" Px 0.0..5000.0 Log "Mean distance over the last 2 s"
    DistanceMin2s "distance.*.min_2s" Px 0.0..5000.0 Log "Least distance over the last 2 s"
    Near2s "near.*.share_2s" Ratio 0.0..1.0 Plain "Share of the last 2 s in which the cursor was within 100 px"
    MovingNear2s "near.*.moving_2s" Ratio 0.0..1.0 Plain "Share of the last 2 s in which the cursor moved, weighted by its nearness"
    Nearness "near.*.share" Ratio 0.0..1.0 Plain "Its share of the cursor's nearness to all visible regions now"
    AnchorY "anchor.*.y" Ratio -5.0..5.0 Plain "Height of its visible part above (negative) or below the cursor, in windows; the window's centre stands in for a cursor"
    ApproachHalf "approach.*.half_s" Ratio -1.0..1.0 Plain "How much nearer the cursor (or the window's centre) came in the last 0.5 s, in windows"
    Approach2s "approach.*.last_2s" Ratio -1.0..1.0 Plain "How much nearer the cursor (or the window's centre) came in the last 2 s, in windows"
    CentreX "position.*.x" Ratio -10.0..10.0 Plain "Horizontal centre in the window: 0 left edge, 1 right edge"
    CentreY "position.*.y" Ratio -10.0..10.0 Plain "Vertical centre in the window: 0 top edge, 1 bottom edge"
    Width "size.*.width" Ratio 0.0..10.0 Plain "Width in window widths"
    Height "size.*.height" Ratio 0.0..10.0 Plain "Height in window heights"
    PageY "position.*.page" Ratio 0.0..1.0 Plain "Top edge within the document: 0 top, 1 bottom"
    Ahead "position.*.ahead" Ratio -2.0..3.0 Plain "Its top edge in windows from the document's top, less 0.06 windows a second: below or above where a reader would be"
    Unseen5s "position.*.unseen_5s" Ratio -1.5..1.0 Plain "How far its middle stands below what had been seen 5 s ago, in windows"
    Nearer "order.*.nearer" Count 0.0..8.0 Plain "Visible regions nearer to the cursor (or the window's centre), of at most 8"
    Order "order.*.from_top" Count 0.0..200.0 Log "Visible regions that begin above it"
    First "order.*.first" Flag 0.0..1.0 Plain "No visible region begins above it"
    Beside "order.*.beside" Count 0.0..4.0 Plain "Visible regions at its height, of at most 4"
    NextVisible "order.*.next_visible" Flag 0.0..1.0 Plain "The next region below it is visible"
    Clicks "clicks.*.count" Count 0.0..200.0 Log "Clicks in the region"
    FocusMs "focus.*.ms" Ms 0.0..3600000.0 Log "Time the region held the focus"
    Selections "text.*.selections" Count 0.0..100.0 Log "Texts selected in the region"
}

/// Columns of a full row: the page's, then the region's.
pub const WIDTH: usize = PAGE.len() + REGION.len();

/// The column at `index` of a full row.
pub const fn column(index: usize) -> Option<&'static Feature> {
    if index < PAGE.len() {
        Some(&PAGE[index])
    } else if index < WIDTH {
        Some(&REGION[index - PAGE.len()])
    } else {
        None
    }
}

/// The index of `path` in a full row (region paths with their `*`).
pub fn index_of(path: &str) -> Option<usize> {
    PAGE.iter().chain(REGION).position(|feature| feature.path == path)
}

/// FNV-1a (64 bit) over version, paths, units, ranges and shapes, in column order.
pub const HASH: u64 = {
    /// Raised when the code that computes a feature changes its value under an unchanged row.
    const VERSION: u64 = 3;
    const fn mix(mut hash: u64, bytes: &[u8]) -> u64 {
        let mut i = 0;
        while i < bytes.len() {
            hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            i += 1;
        }
        hash
    }
    let mut hash = mix(0xcbf2_9ce4_8422_2325, &VERSION.to_le_bytes());
    let mut i = 0;
    while let Some(feature) = column(i) {
        hash = mix(hash, feature.path.as_bytes());
        hash = mix(hash, &[0, feature.unit as u8, feature.shape as u8]);
        hash = mix(hash, &feature.low.to_le_bytes());
        hash = mix(hash, &feature.high.to_le_bytes());
        i += 1;
    }
    hash
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_complete_and_named_once() {
        for i in 0..WIDTH {
            let feature = column(i).unwrap();
            assert_eq!(index_of(feature.path), Some(i), "{} stands twice", feature.path);
            assert!(feature.low < feature.high, "{}", feature.path);
            assert!(!feature.meaning.is_empty() && !feature.meaning.ends_with('.'), "{}", feature.path);
            assert_eq!(feature.path.contains('*'), i >= PAGE.len(), "{}", feature.path);
        }
        assert!(column(WIDTH).is_none());
    }
}
