//! The course of one policy on a made-up site: visitor after visitor, chosen for and learned from.
//!
//! World, settings and seed → what each choice could expect, and what the best one could. All policies meet the same
//! visitors and the same luck: a visitor's reward for a variant does not depend on who chose it.

use std::collections::VecDeque;

use nearside_core::{
    bandit::{Bandit, BanditError, Outcome, Settings},
    posterior::{Form, Prior},
    seed,
};
use rand::RngExt;

use super::world::{INPUTS, VARIANTS, World};

/// Longest that a delayed reward is on its way, in visitors.
const LONGEST: usize = 100;

/// How visitors come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traffic {
    /// How many.
    pub(crate) visitors: usize,
    /// Halfway, every variant trades its audience with the next one.
    pub(crate) drift: bool,
    /// Rewards come up to 100 visitors late.
    pub(crate) delay: bool,
    /// All rewards rise and fall.
    pub(crate) season: bool,
}

impl Traffic {
    /// The number of the first visitor after the drift.
    pub(crate) fn drift_at(&self) -> Option<usize> {
        self.drift.then_some(self.visitors / 2)
    }
}

/// What happened, visitor by visitor; a mean over seeds where several were run.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// Chance of a reward of what was chosen.
    pub(crate) won: Vec<f64>,
    /// Chance of a reward of the best choice.
    pub(crate) best: Vec<f64>,
}

impl Course {
    /// Runs one policy with one seed.
    ///
    /// # Errors
    /// [`BanditError`] for settings out of range.
    pub(crate) fn run(settings: &Settings, traffic: &Traffic, seed: u64) -> Result<Course, BanditError> {
        let mut visitors = seed::rng(seed);
        let world = World::draw(&mut visitors, traffic.drift_at(), traffic.season);
        let mut policy = seed::rng(!seed);
        let start = || Bandit::new(settings, &vec![Prior::default(); VARIANTS], INPUTS);
        let mut bandit = start()?;
        let eligible: Vec<usize> = (0..VARIANTS).collect();
        let mut course =
            Course { won: Vec::with_capacity(traffic.visitors), best: Vec::with_capacity(traffic.visitors) };
        let mut on_the_way = VecDeque::new();
        for count in 0..traffic.visitors {
            let context = World::visitor(&mut visitors);
            let luck: f64 = visitors.random();
            let late = if traffic.delay { visitors.random_range(0..=LONGEST) } else { 0 };
            let (chances, best) = world.chances(&context, count);
            let choice = bandit.choose(&context, &eligible, &mut policy)?;
            course.won.push(chances[choice.arm]);
            course.best.push(best);
            on_the_way.push_back((
                count + late,
                choice,
                context,
                f64::from(u8::from(luck < chances[choice.arm])),
            ));
            let mut left = VecDeque::with_capacity(on_the_way.len());
            for (due, choice, context, reward) in on_the_way.drain(..) {
                if due > count {
                    left.push_back((due, choice, context, reward));
                    continue;
                }
                let propensity = choice.propensity;
                bandit.learn(&Outcome { arm: choice.arm, context: &context, reward, propensity })?;
                // A browser keeps what it learned after each reward, and goes on from that.
                let kept = bandit.keep(Form::Full);
                bandit = start()?;
                bandit.restore(&kept)?;
            }
            on_the_way = left;
        }
        Ok(course)
    }

    /// The mean of several courses of one length.
    pub(crate) fn mean(courses: &[Course]) -> Course {
        let mean = |of: fn(&Course) -> &Vec<f64>| {
            let length = courses.iter().map(|course| of(course).len()).min().unwrap_or_default();
            let at = |i| courses.iter().map(|course| of(course)[i]).sum::<f64>() / courses.len() as f64;
            (0..length).map(at).collect()
        };
        Course { won: mean(|course| &course.won), best: mean(|course| &course.best) }
    }

    /// Regret so far, after each visitor.
    pub(crate) fn regret(&self) -> Vec<f64> {
        let mut sum = 0.0;
        let each = self.won.iter().zip(&self.best).map(|(won, best)| {
            sum += best - won;
            sum
        });
        each.collect()
    }
}
