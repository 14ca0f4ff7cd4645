//! The last `N` samples of a quantity: the short windows (2 s, 5 s) behind the features.

/// A ring of the last `N` samples; before `N` have come, only what there is counts.
#[derive(Clone, Debug)]
pub(super) struct Ring<const N: usize> {
    samples: [f32; N],
    next: usize,
    filled: usize,
}

impl<const N: usize> Ring<N> {
    pub(super) const fn new() -> Self {
        Ring { samples: [0.0; N], next: 0, filled: 0 }
    }

    /// Takes a sample and forgets the oldest.
    pub(super) fn push(&mut self, sample: f32) {
        self.samples[self.next] = sample;
        self.next = (self.next + 1) % N;
        self.filled = (self.filled + 1).min(N);
    }

    /// The last `n` samples, newest first.
    pub(super) fn recent(&self, n: usize) -> impl Iterator<Item = f32> + '_ {
        (1..=n.min(self.filled)).map(move |back| self.samples[(self.next + N - back) % N])
    }

    /// Sum of the last `n` samples.
    pub(super) fn sum(&self, n: usize) -> f32 {
        self.recent(n).sum()
    }

    /// Mean of the last `n` samples, or `None` before the first.
    pub(super) fn mean(&self, n: usize) -> Option<f32> {
        let count = n.min(self.filled);
        (count > 0).then(|| self.sum(n) / count as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_n_count() {
        let mut ring = Ring::<3>::new();
        assert_eq!(ring.mean(3), None);
        for sample in [1.0, 2.0, 3.0, 4.0] {
            ring.push(sample);
        }
        assert_eq!(ring.recent(3).collect::<Vec<_>>(), [4.0, 3.0, 2.0]);
        assert_eq!(ring.sum(2), 7.0);
        assert_eq!(ring.mean(9), Some(3.0));
    }
}
