//! A signal as a line of a recording, and back: the one place that spells every signal out.

use serde_json::{Value, json};

use super::fields::Fields;
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
    let pointer = |kind| name(POINTERS, &kind);
    let region = |id: Option<RegionId>| id.map(|id| id.0);
    let (kind, fields) = match observed.signal {
        Signal::Environment(e) => ("environment", vec![write_environment(&e)]),
        Signal::Viewport(s) => ("viewport", vec![json!(s.width), json!(s.height)]),
        Signal::Document(s) => ("document", vec![json!(s.width), json!(s.height)]),
        Signal::Layout { region, rect: r, shown } => {
            let sides = [r.x, r.y, r.width, r.height, shown];
            ("layout", std::iter::once(json!(region.0)).chain(sides.map(|side| json!(side))).collect())
        }
        Signal::Gone(region) => ("gone", vec![json!(region.0)]),
        Signal::Move { to, pointer: kind } => ("move", vec![json!(to.x), json!(to.y), json!(pointer(kind))]),
        Signal::Leave => ("leave", vec![]),
        Signal::Press { at, pointer: kind } => {
            ("press", vec![json!(at.x), json!(at.y), json!(pointer(kind))])
        }
        Signal::Release => ("release", vec![]),
        Signal::Click { at, region: r, interactive } => {
            ("click", vec![json!(at.x), json!(at.y), json!(region(r)), json!(interactive)])
        }
        Signal::Scroll(p) => ("scroll", vec![json!(p.x), json!(p.y)]),
        Signal::Stir => ("stir", vec![]),
        Signal::Key(key) => ("key", vec![json!(name(KEYS, &key))]),
        Signal::Focus(r) => ("focus", vec![json!(region(r))]),
        Signal::Select(r) => ("select", vec![json!(region(r))]),
        Signal::Deselect => ("deselect", vec![]),
        Signal::Copy => ("copy", vec![]),
        Signal::Form(step) => ("form", vec![json!(name(FORM_STEPS, &step))]),
        Signal::Media(step) => ("media", vec![json!(name(MEDIA_STEPS, &step))]),
        Signal::ExitIntent => ("exit", vec![]),
        Signal::Visible(on) => ("visible", vec![json!(on)]),
        Signal::Focused(on) => ("focused", vec![json!(on)]),
        Signal::Restored => ("restored", vec![]),
        Signal::Left => ("left", vec![]),
        Signal::Navigate(navigation) => ("navigate", vec![json!(name(NAVIGATIONS, &navigation))]),
        Signal::Page { kind, channel, system } => {
            ("page", vec![json!(name(PAGES, &kind)), json!(channel), json!(system)])
        }
        Signal::Motion(m) => ("motion", vec![json!(m)]),
    };
    let mark = if observed.trusted { "" } else { "~" };
    let mut line = vec![json!(at), json!(format!("{mark}{kind}"))];
    line.extend(fields);
    Value::Array(line)
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
    json!([
        name(DEVICES, &e.device),
        name(POINTERS, &e.pointer),
        e.save_data,
        e.reduced_motion,
        e.dark,
        e.language,
        e.minute_of_day,
        e.weekday,
        e.month,
        e.day,
        name(REFERRERS, &e.referrer),
        e.automated,
    ])
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
