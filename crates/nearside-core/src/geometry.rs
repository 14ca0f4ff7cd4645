//! Points, sizes and boxes in CSS pixels.
//!
//! Viewport coordinates move with the scroll, page coordinates do not; every field says which it is.

/// A place, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// Straight-line distance to `other`, in px.
    pub fn distance(self, other: Point) -> f64 {
        libm::hypot(self.x - other.x, self.y - other.y)
    }
}

/// A width and a height, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width, px.
    pub width: f64,
    /// Height, px.
    pub height: f64,
}

/// A box, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge, px.
    pub x: f64,
    /// Top edge, px.
    pub y: f64,
    /// Width, px.
    pub width: f64,
    /// Height, px.
    pub height: f64,
}

impl Rect {
    /// Area, px².
    pub fn area(self) -> f64 {
        self.width.max(0.0) * self.height.max(0.0)
    }

    /// The middle.
    pub fn centre(self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// The same box moved by `-origin`: from page to viewport coordinates.
    pub fn relative_to(self, origin: Point) -> Rect {
        Rect { x: self.x - origin.x, y: self.y - origin.y, ..self }
    }

    /// Distance from `point` to the nearest edge as (horizontal, vertical) px; both zero inside.
    pub fn offset(self, point: Point) -> Point {
        let beyond = |low: f64, length: f64, at: f64| (low - at).max(at - (low + length)).max(0.0);
        Point { x: beyond(self.x, self.width, point.x), y: beyond(self.y, self.height, point.y) }
    }

    /// Share of this box's area inside a window of `size` at the origin, in [0, 1].
    pub fn visible_share(self, size: Size) -> f64 {
        let overlap = |low: f64, length: f64, limit: f64| ((low + length).min(limit) - low.max(0.0)).max(0.0);
        let seen = overlap(self.x, self.width, size.width) * overlap(self.y, self.height, size.height);
        if self.area() > 0.0 { (seen / self.area()).min(1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { x: 10.0, y: 20.0, width: 100.0, height: 50.0 };

    #[test]
    fn offset_is_zero_inside_and_measured_to_the_nearest_edge_outside() {
        for (x, y, dx, dy) in
            [(10.0, 20.0, 0.0, 0.0), (60.0, 40.0, 0.0, 0.0), (0.0, 80.0, 10.0, 10.0), (115.0, 0.0, 5.0, 20.0)]
        {
            assert_eq!(BOX.offset(Point { x, y }), Point { x: dx, y: dy });
        }
    }

    #[test]
    fn visible_share_counts_only_what_the_window_shows() {
        let window = Size { width: 60.0, height: 45.0 };
        assert_eq!(BOX.visible_share(window), 0.25);
        assert_eq!(BOX.relative_to(Point { x: 0.0, y: 100.0 }).visible_share(window), 0.0);
        assert_eq!(Rect::default().visible_share(window), 0.0);
    }
}
