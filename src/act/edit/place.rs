//! Where elements stand: one moved, or a list's children ranked. Nodes are moved, never made anew.

use js_sys::Array;
use nearside_core::{
    catalogue::{Order, Position},
    decimal, rank,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::{EditFailure, Hands, target};

impl Hands<'_> {
    pub(super) fn position(&self, element: &Element, position: &Position) -> Result<(), EditFailure> {
        if element.is_same_node(Some(self.slot)) {
            return Err(EditFailure::Place("it is the slot itself, which stays where it is"));
        }
        let (parent, before) = match position {
            Position::First => {
                let parent = parent(element)?;
                let first = parent.first_child();
                (parent, first)
            }
            Position::Last => (parent(element)?, None),
            Position::Before(selector) => {
                let sibling = target::first(self.slot, selector)?;
                (parent(&sibling)?, Some(sibling.into()))
            }
            Position::After(selector) => {
                let sibling = target::first(self.slot, selector)?;
                (parent(&sibling)?, sibling.next_sibling())
            }
            Position::Into(selector) => (target::first(self.slot, selector)?.into(), None),
        };
        if element.contains(Some(&parent)) {
            return Err(EditFailure::Place("it would be within itself"));
        }
        if before.as_ref().is_some_and(|before| before.is_same_node(Some(element))) {
            return Ok(());
        }
        Ok(self.log.put(element, &parent, before.as_ref())?)
    }

    pub(super) fn order(&self, element: &Element, order: &Order) -> Result<(), EditFailure> {
        let children = element.children();
        let children: Vec<Element> = (0..children.length()).filter_map(|at| children.item(at)).collect();
        let mut ranks = Vec::with_capacity(children.len());
        for child in &children {
            ranks.push(rank_of(child, order)?);
        }
        let ranked: Array = rank::ascending(ranks.into_iter()).into_iter().map(|at| &children[at]).collect();
        Ok(self.log.arrange(element, &ranked)?)
    }
}

/// Where a child stands among the others: the least first.
fn rank_of(child: &Element, order: &Order) -> Result<f64, EditFailure> {
    match order {
        Order::By(name) => {
            let number = child.get_attribute(name).and_then(|text| decimal::signed(text.trim()));
            Ok(number.filter(|number| number.is_finite()).map_or(f64::INFINITY, |number| -number))
        }
        Order::First(selectors) => {
            for (rank, selector) in selectors.iter().enumerate() {
                if target::is(child, selector)? {
                    return Ok(rank as f64);
                }
            }
            Ok(f64::INFINITY)
        }
    }
}

fn parent(element: &Element) -> Result<Node, EditFailure> {
    let parent = element.parent_element().map(JsCast::unchecked_into);
    parent.ok_or(EditFailure::Place("it has no parent"))
}
