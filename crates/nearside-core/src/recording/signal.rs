//! A signal as a line of a recording, and back: the one place that spells every signal out.

use serde_json::Value;

use super::{fields::Fields, line::Line};
use crate::{
    geometry::{Point, Rect, Size},
    signal::{
        Device, Environment, FormStep, Key, MediaStep, Navigation, Observed, PageKind, PointerKind, Referrer,
        RegionId, Signal,
    },
};

const POINTERS: &[(&str, PointerKind)] =
    &[("mouse", PointerKind::Mouse), ("touch", PointerKind::Touch), ("pen", PointerKind::Pen)];
const KEYS: &[(&str, Key)] = &[
    ("tab", Key::Tab),
    ("arrow", Key::Arrow),
    ("activate", Key::Activate),
    ("escape", Key::Escape),
    ("other", Key::Other),
];
const FORM_STEPS: &[(&str, FormStep)] = &[("edit", FormStep::Edit), ("submit", FormStep::Submit)];
const MEDIA_STEPS: &[(&str, MediaStep)] =
    &[("play", MediaStep::Play), ("pause", MediaStep::Pause), ("end", MediaStep::End)];
const NAVIGATIONS: &[(&str, Navigation)] = &[
    ("push", Navigation::Push),
    ("replace", Navigation::Replace),
    ("traverse", Navigation::Traverse),
    ("hash", Navigation::Hash),
];
const PAGES: &[(&str, PageKind)] = &[
    ("account", PageKind::Account),
    ("information", PageKind::Information),
    ("product", PageKind::Product),
    ("other", PageKind::Other),
];
const DEVICES: &[(&str, Device)] =
    &[("mobile", Device::Mobile), ("tablet", Device::Tablet), ("desktop", Device::Desktop)];
const REFERRERS: &[(&str, Referrer)] = &[
    ("search", Referrer::Search),
    ("social", Referrer::Social),
    ("direct", Referrer::Direct),
    ("internal", Referrer::Internal),
    ("other", Referrer::Other),
];

/// The name of `value` in a table; every value has one, which the round-trip test below holds to.
fn name<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> &'static str {
    names.iter().find(|(_, v)| v == value).map_or("", |&(name, _)| name)
}

pub(super) fn write(at: f64, observed: &Observed) -> Value {
    let kind = kind(&observed.signal);
    let mut line = Line::of(at, &if observed.trusted { kind.to_owned() } else { ["~", kind].concat() });
    let pointer = |kind| name(POINTERS, &kind);
    match observed.signal {
        Signal::Environment(e) => line.put(write_environment(&e)),
        Signal::Viewport(s) | Signal::Document(s) => line.number(s.width).number(s.height),
        Signal::Layout { region, rect: r, shown } => {
            line.index(region.0).number(r.x).number(r.y).number(r.width).number(r.height).number(shown)
        }
        Signal::Gone(region) => line.index(region.0),
        Signal::Move { to: at, pointer: kind } | Signal::Press { at, pointer: kind } => {
            line.number(at.x).number(at.y).text(pointer(kind))
        }
        Signal::Click { at, region: r, interactive } => {
            line.number(at.x).number(at.y).form(&region(r)).flag(interactive)
        }
        Signal::Scroll(p) => line.number(p.x).number(p.y),
        Signal::Key(key) => line.text(name(KEYS, &key)),
        Signal::Focus(r) | Signal::Select(r) => line.form(&region(r)),
        Signal::Form(step) => line.text(name(FORM_STEPS, &step)),
        Signal::Media(step) => line.text(name(MEDIA_STEPS, &step)),
        Signal::Visible(on) | Signal::Focused(on) => line.flag(on),
        Signal::Navigate(navigation) => line.text(name(NAVIGATIONS, &navigation)),
        Signal::Page { kind, channel, system } => {
            line.text(name(PAGES, &kind)).index(channel.into()).index(system.into())
        }
        Signal::Motion(m) => line.number(m),
        Signal::Leave
        | Signal::Release
        | Signal::Stir
        | Signal::Deselect
        | Signal::Copy
        | Signal::ExitIntent
        | Signal::Restored
        | Signal::Left => &mut line,
    };
    line.end()
}

fn region(id: Option<RegionId>) -> Option<u16> {
    id.map(|id| id.0)
}

fn kind(signal: &Signal) -> &'static str {
    match signal {
        Signal::Environment(_) => "environment",
        Signal::Viewport(_) => "viewport",
        Signal::Document(_) => "document",
        Signal::Layout { .. } => "layout",
        Signal::Gone(_) => "gone",
        Signal::Move { .. } => "move",
        Signal::Leave => "leave",
        Signal::Press { .. } => "press",
        Signal::Release => "release",
        Signal::Click { .. } => "click",
        Signal::Scroll(_) => "scroll",
        Signal::Stir => "stir",
        Signal::Key(_) => "key",
        Signal::Focus(_) => "focus",
        Signal::Select(_) => "select",
        Signal::Deselect => "deselect",
        Signal::Copy => "copy",
        Signal::Form(_) => "form",
        Signal::Media(_) => "media",
        Signal::ExitIntent => "exit",
        Signal::Visible(_) => "visible",
        Signal::Focused(_) => "focused",
        Signal::Restored => "restored",
        Signal::Left => "left",
        Signal::Navigate(_) => "navigate",
        Signal::Page { .. } => "page",
        Signal::Motion(_) => "motion",
    }
}

pub(super) fn read(kind: &str, fields: &mut Fields<'_>) -> Result<Signal, String> {
    Ok(match kind {
        "environment" => Signal::Environment(read_environment(fields.value()?)?),
        "viewport" => Signal::Viewport(read_size(fields)?),
        "document" => Signal::Document(read_size(fields)?),
        "layout" => Signal::Layout {
            region: RegionId(fields.index()?),
            rect: Rect {
                x: fields.number()?,
                y: fields.number()?,
                width: fields.number()?,
                height: fields.number()?,
            },
            shown: fields.number()?,
        },
        "gone" => Signal::Gone(RegionId(fields.index()?)),
        "move" => Signal::Move { to: read_point(fields)?, pointer: fields.one_of(POINTERS)? },
        "leave" => Signal::Leave,
        "press" => Signal::Press { at: read_point(fields)?, pointer: fields.one_of(POINTERS)? },
        "release" => Signal::Release,
        "click" => Signal::Click {
            at: read_point(fields)?,
            region: fields.maybe_index()?.map(RegionId),
            interactive: fields.flag()?,
        },
        "scroll" => Signal::Scroll(read_point(fields)?),
        "stir" => Signal::Stir,
        "key" => Signal::Key(fields.one_of(KEYS)?),
        "focus" => Signal::Focus(fields.maybe_index()?.map(RegionId)),
        "select" => Signal::Select(fields.maybe_index()?.map(RegionId)),
        "deselect" => Signal::Deselect,
        "copy" => Signal::Copy,
        "form" => Signal::Form(fields.one_of(FORM_STEPS)?),
        "media" => Signal::Media(fields.one_of(MEDIA_STEPS)?),
        "exit" => Signal::ExitIntent,
        "visible" => Signal::Visible(fields.flag()?),
        "focused" => Signal::Focused(fields.flag()?),
        "restored" => Signal::Restored,
        "left" => Signal::Left,
        "navigate" => Signal::Navigate(fields.one_of(NAVIGATIONS)?),
        "page" => {
            Signal::Page { kind: fields.one_of(PAGES)?, channel: fields.parsed()?, system: fields.parsed()? }
        }
        "motion" => Signal::Motion(fields.number()?),
        _ => return Err(format!("`{kind}` is no event or signal")),
    })
}

fn read_point(fields: &mut Fields<'_>) -> Result<Point, String> {
    Ok(Point { x: fields.number()?, y: fields.number()? })
}

fn read_size(fields: &mut Fields<'_>) -> Result<Size, String> {
    Ok(Size { width: fields.number()?, height: fields.number()? })
}

fn write_environment(e: &Environment) -> Value {
    let mut line = Line::default();
    line.text(name(DEVICES, &e.device)).text(name(POINTERS, &e.pointer));
    line.flag(e.save_data).flag(e.reduced_motion).flag(e.dark).form(&e.language);
    line.index(e.minute_of_day).form(&e.weekday).form(&e.month).form(&e.day);
    line.text(name(REFERRERS, &e.referrer)).flag(e.automated);
    line.end()
}

fn read_environment(value: &Value) -> Result<Environment, String> {
    let mut fields = Fields::of(value)?;
    let environment = Environment {
        device: fields.one_of(DEVICES)?,
        pointer: fields.one_of(POINTERS)?,
        save_data: fields.flag()?,
        reduced_motion: fields.flag()?,
        dark: fields.flag()?,
        language: fields.parsed()?,
        minute_of_day: fields.index()?,
        weekday: fields.parsed()?,
        month: fields.parsed()?,
        day: fields.parsed()?,
        referrer: fields.one_of(REFERRERS)?,
        automated: fields.flag()?,
    };
    fields.end()?;
    Ok(environment)
}
