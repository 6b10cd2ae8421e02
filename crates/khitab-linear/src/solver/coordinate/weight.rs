//! One weight under its penalty inside its box: how far from optimal, where best, and the dual side.

/// What one weight costs and where it may lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Coordinate {
    pub(crate) l1: f64,
    pub(crate) l2: f64,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

impl Coordinate {
    pub(super) fn is_held(&self) -> bool {
        self.l1 > 0.0 || self.l2 > 0.0 || (self.lower.is_finite() && self.upper.is_finite())
    }

    /// How far the slope at `weight` is from optimal.
    pub(super) fn violation(&self, weight: f64, slope: f64) -> f64 {
        let down = slope + if weight > 0.0 { self.l1 } else { -self.l1 };
        let up = slope + if weight < 0.0 { -self.l1 } else { self.l1 };
        // Moving down pays while the left slope is above zero, up while the right is below.
        let down = if weight > self.lower {
            down.max(0.0)
        } else {
            0.0
        };
        let up = if weight < self.upper {
            (-up).max(0.0)
        } else {
            0.0
        };
        down.max(up)
    }

    /// The best place for one weight under a quadratic model around `weight`.
    pub(super) fn minimum(&self, weight: f64, slope: f64, curvature: f64) -> f64 {
        let centre = weight - slope / curvature;
        let shift = self.l1 / curvature;
        let soft = if centre > shift {
            centre - shift
        } else if centre < -shift {
            centre + shift
        } else {
            0.0
        };
        soft.clamp(self.lower, self.upper)
    }

    pub(super) fn penalty(&self, weight: f64) -> f64 {
        self.l1 * weight.abs() + 0.5 * self.l2 * weight * weight
    }

    /// The largest of z w minus the penalty over the box: the penalty's conjugate.
    pub(super) fn conjugate(&self, z: f64) -> f64 {
        let pull = z.abs() - self.l1;
        let limit = if z > 0.0 { self.upper } else { -self.lower };
        // Zero may lie outside the box: then the nearest end is forced.
        let least = if z > 0.0 {
            self.lower.max(0.0)
        } else {
            (-self.upper).max(0.0)
        };
        if pull <= 0.0 || limit <= 0.0 {
            return self.conjugate_at(z, 0.0_f64.clamp(self.lower, self.upper));
        }
        let best = if self.l2 > 0.0 {
            pull / self.l2
        } else {
            f64::INFINITY
        };
        let size = best.clamp(least, limit);
        self.conjugate_at(z, if z > 0.0 { size } else { -size })
    }

    fn conjugate_at(&self, z: f64, weight: f64) -> f64 {
        if weight == 0.0 {
            0.0
        } else {
            z * weight - self.penalty(weight)
        }
    }
}
