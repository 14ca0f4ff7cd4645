//! What a network is taught to make small.
//!
//! Outputs before any sigmoid and labels → one number with gradients; and, without them, the plain cross-entropy
//! by which epochs are compared, whatever a network was trained with.

use candle_core::{Device, Result, Tensor};
use serde::Serialize;

/// Exponent of the focal loss (Lin et al. 2017 found 2 best).
const FOCUS: u8 = 2;

/// Which loss a network is trained with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Loss {
    /// Every row counts the same.
    #[default]
    CrossEntropy,
    /// What is true counts as often more as it is rarer, each head by itself.
    Weighted,
    /// Rows that are told well already count little.
    Focal,
}

impl Loss {
    /// The loss of a batch; `rarity` is how many rows that are not true stand against one that is, one a head.
    pub(crate) fn of<const HEADS: usize>(
        self,
        outputs: &Tensor,
        labels: &Tensor,
        rarity: [f32; HEADS],
    ) -> Result<Tensor> {
        let entropy = cross_entropy(outputs, labels)?;
        match self {
            Loss::CrossEntropy => entropy.mean_all(),
            Loss::Weighted => {
                let extra = rarity.map(|rarity| rarity - 1.0);
                let extra = Tensor::from_slice(&extra, (1, HEADS), &Device::Cpu)?;
                (entropy * (labels.broadcast_mul(&extra)? + 1.0)?)?.mean_all()
            }
            // The probability given to what came true is e^-entropy.
            Loss::Focal => {
                let missed = (1.0 - entropy.neg()?.exp()?)?;
                (missed.powf(f64::from(FOCUS))? * entropy)?.mean_all()
            }
        }
    }
}

/// How many rows are not true for each that is, one a head.
pub(crate) fn rarity<const HEADS: usize>(labels: &[[f32; HEADS]]) -> [f32; HEADS] {
    std::array::from_fn(|head| {
        let positive: f32 = labels.iter().map(|label| label[head]).sum();
        if positive > 0.0 { (labels.len() as f32 - positive) / positive } else { 1.0 }
    })
}

/// Mean cross-entropy of both heads, in nats.
pub(crate) fn entropy(outputs: &[[f32; 2]], labels: &[[f32; 2]]) -> f64 {
    let pairs = outputs.as_flattened().iter().zip(labels.as_flattened());
    let sum: f64 = pairs
        .map(|(&z, &label)| {
            let (z, label) = (f64::from(z), f64::from(label));
            z.max(0.0) - z * label + (-z.abs()).exp().ln_1p()
        })
        .sum();
    sum / outputs.as_flattened().len() as f64
}

/// max(z, 0) − z·y + ln(1 + e^−|z|): the cross-entropy that does not overflow.
fn cross_entropy(outputs: &Tensor, labels: &Tensor) -> Result<Tensor> {
    let tail = (outputs.abs()?.neg()?.exp()? + 1.0)?.log()?;
    (outputs.relu()? - (outputs * labels)?)? + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUTS: [[f32; 2]; 2] = [[2.0, -1.0], [0.0, 3.0]];
    const LABELS: [[f32; 2]; 2] = [[1.0, 1.0], [0.0, 0.0]];

    fn loss(loss: Loss, rarity: [f32; 2]) -> f64 {
        let tensor = |values: &[[f32; 2]]| Tensor::from_slice(values.as_flattened(), (2, 2), &Device::Cpu);
        let value = loss.of(&tensor(&OUTPUTS).unwrap(), &tensor(&LABELS).unwrap(), rarity).unwrap();
        f64::from(value.to_scalar::<f32>().unwrap())
    }

    /// −ln of the probability given to what came true, cell by cell.
    fn by_hand() -> [f64; 4] {
        let sigmoid = |z: f64| 1.0 / (1.0 + (-z).exp());
        [sigmoid(2.0), sigmoid(-1.0), 1.0 - sigmoid(0.0), 1.0 - sigmoid(3.0)].map(|p| -p.ln())
    }

    #[test]
    fn each_loss_is_its_formula() {
        let e = by_hand();
        let plain = e.iter().sum::<f64>() / 4.0;
        let focal = e.iter().map(|e| (1.0 - (-e).exp()).powi(2) * e).sum::<f64>() / 4.0;
        let weighted = (3.0 * e[0] + 5.0 * e[1] + e[2] + e[3]) / 4.0;
        for (kind, expected) in
            [(Loss::CrossEntropy, plain), (Loss::Weighted, weighted), (Loss::Focal, focal)]
        {
            let found = loss(kind, [3.0, 5.0]);
            assert!((found - expected).abs() < 1e-6, "{kind:?} is {found}, not {expected}");
        }
        assert!((entropy(&OUTPUTS, &LABELS) - plain).abs() < 1e-9);
    }

    #[test]
    fn rarity_counts_each_head_alone() {
        let labels = [[1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [1.0, 0.0]];
        assert_eq!(rarity(&labels), [1.0, 3.0]);
        assert_eq!(rarity(&[[0.0, 1.0]]), [1.0, 0.0], "nothing true: nothing to weigh");
    }
}
