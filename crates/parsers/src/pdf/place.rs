//! Where the next letters stand: matrices, and what lies between two pieces of text.

/// A matrix of six numbers, as PDF writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This, then `outer`.
    pub(super) fn within(self, outer: Self) -> Self {
        let ([a, b, c, d, e, f], [oa, ob, oc, od, oe, of]) = (self.0, outer.0);
        Self([
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        ])
    }
}

/// Where a piece of text ends: its place, the direction of its line, and the size of its letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    x: f64,
    y: f64,
    direction: (f64, f64),
    size: f64,
}

/// What lies between two pieces of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    Nothing,
    Space,
    Line,
}

impl Pen {
    /// At the origin of a text matrix, for letters of this size.
    pub(super) fn at(matrix: Matrix, font_size: f64) -> Self {
        let [a, b, c, d, x, y] = matrix.0;
        let along = a.hypot(b);
        let size = (font_size * c.hypot(d)).abs().max(0.01);
        let direction = if along > 0.0 { (a / along, b / along) } else { (1.0, 0.0) };
        Self { x, y, direction, size }
    }

    /// From where this ends to where `next` begins.
    pub(super) fn between(&self, next: &Self) -> Between {
        let (dx, dy) = (next.x - self.x, next.y - self.y);
        let (ux, uy) = self.direction;
        let along = (dx * ux + dy * uy) / self.size;
        let across = (dy * ux - dx * uy) / self.size;
        let turned = ux * next.direction.0 + uy * next.direction.1 < 0.9;
        if turned || across.abs() > 0.5 || along < -1.0 {
            Between::Line
        } else if along > 0.18 {
            Between::Space
        } else {
            Between::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Between, Matrix, Pen};

    #[test]
    fn gaps_are_spaces_and_lines() {
        let pen = |x, y| Pen::at(Matrix::shift(x, y), 10.0);
        assert_eq!(pen(0.0, 0.0).between(&pen(1.0, 1.0)), Between::Nothing);
        assert_eq!(pen(0.0, 0.0).between(&pen(3.0, 0.0)), Between::Space);
        assert_eq!(pen(0.0, 0.0).between(&pen(0.0, -12.0)), Between::Line);
        assert_eq!(pen(90.0, 0.0).between(&pen(0.0, 0.0)), Between::Line);
    }

    #[test]
    fn matrices_apply_from_the_inner_to_the_outer() {
        let scaled = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(Matrix::shift(1.0, 3.0).within(scaled).0, [2.0, 0.0, 0.0, 2.0, 2.0, 6.0]);
        assert_eq!(Matrix::ONE.within(scaled), scaled);
    }
}
