//! The view: what the visitor has in front of them right now.
//!
//! Folds signals into window, document, scroll offset, cursor, focus and attention state. Features sample it,
//! guards ask it. It keeps no history.

use crate::{
    geometry::{Point, Rect, Size},
    signal::{Environment, PointerKind, RegionId, Signal},
};

/// The present state of the page as the visitor sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// The browser's surroundings.
    pub environment: Environment,
    /// Window, px.
    pub window: Size,
    /// Document, px.
    pub document: Size,
    /// Scroll offset, px.
    pub scroll: Point,
    /// A hovering cursor (mouse or pen) in viewport px; none for fingers, before it moved, and after it left.
    pub cursor: Option<Point>,
    /// The kind of the last pointer.
    pub pointer: PointerKind,
    /// The region that holds the focus.
    pub focus: Option<RegionId>,
    /// The region in which text is selected.
    pub selection: Option<RegionId>,
    /// The tab is visible.
    pub visible: bool,
    /// The window has the focus.
    pub focused: bool,
}

impl Default for View {
    fn default() -> Self {
        View {
            environment: Environment::default(),
            window: Size::default(),
            document: Size::default(),
            scroll: Point::default(),
            cursor: None,
            pointer: PointerKind::Mouse,
            focus: None,
            selection: None,
            visible: true,
            focused: true,
        }
    }
}

impl View {
    /// Takes one signal.
    pub fn observe(&mut self, signal: &Signal) {
        match *signal {
            Signal::Environment(environment) => {
                self.environment = environment;
                self.pointer = environment.pointer;
            }
            Signal::Viewport(size) => self.window = size,
            Signal::Document(size) => self.document = size,
            Signal::Scroll(offset) => self.scroll = offset,
            Signal::Move { to, pointer } | Signal::Press { at: to, pointer } => {
                self.pointer = pointer;
                // A finger that lifts leaves no cursor behind, so while it touches it is not one either.
                self.cursor = (pointer != PointerKind::Touch).then_some(to);
            }
            Signal::Leave => self.cursor = None,
            Signal::Focus(region) => self.focus = region,
            Signal::Select(region) => self.selection = region,
            Signal::Deselect => self.selection = None,
            Signal::Visible(visible) => self.visible = visible,
            Signal::Focused(focused) => self.focused = focused,
            Signal::Restored => self.visible = true,
            Signal::Left => (self.visible, self.cursor) = (false, None),
            Signal::Gone(region) => {
                self.focus = self.focus.filter(|&r| r != region);
                self.selection = self.selection.filter(|&r| r != region);
            }
            _ => {}
        }
    }

    /// A page box in viewport coordinates.
    pub fn in_window(&self, rect: Rect) -> Rect {
        rect.relative_to(self.scroll)
    }

    /// The cursor, or without one the window's centre: a point to measure from whatever the visitor points with.
    pub fn anchor(&self) -> Point {
        self.cursor.unwrap_or(Point { x: self.window.width / 2.0, y: self.window.height / 2.0 })
    }

    /// How far the document can be scrolled, px.
    pub fn scroll_range(&self) -> f64 {
        (self.document.height - self.window.height).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finger_leaves_no_cursor() {
        let mut view = View::default();
        let to = Point { x: 5.0, y: 6.0 };
        view.observe(&Signal::Move { to, pointer: PointerKind::Mouse });
        assert_eq!(view.cursor, Some(to));
        view.observe(&Signal::Press { at: to, pointer: PointerKind::Touch });
        assert_eq!((view.cursor, view.pointer), (None, PointerKind::Touch));
    }

    #[test]
    fn a_region_that_goes_takes_its_focus_and_selection_along() {
        let mut view = View::default();
        view.observe(&Signal::Focus(Some(RegionId(1))));
        view.observe(&Signal::Select(Some(RegionId(2))));
        view.observe(&Signal::Gone(RegionId(2)));
        assert_eq!((view.focus, view.selection), (Some(RegionId(1)), None));
    }
}
