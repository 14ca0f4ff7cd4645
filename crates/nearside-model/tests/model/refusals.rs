//! Every way in which a model's files can be wrong, and the refusal that names it. Nothing here may panic.

use nearside_model::{Model, ModelError, manifest::ManifestError, weights::WeightsError};
use safetensors::Dtype;
use serde_json::{Value, json};

use crate::fixture::{Stored, Tensors, manifest, mixture_manifest, mixture_tensors, serialized, tensors};

/// What loading `weights` under an otherwise right manifest, changed by `change`, is refused for.
fn refusal(weights: &[u8], change: impl FnOnce(&mut Value)) -> ModelError {
    let mut manifest = manifest(weights);
    change(&mut manifest);
    match Model::load(manifest.to_string().as_bytes(), weights) {
        Err(error) => error,
        Ok(_) => panic!("it was loaded: {manifest}"),
    }
}

fn manifest_refusal(change: impl FnOnce(&mut Value)) -> ManifestError {
    match refusal(&serialized(&tensors()), change) {
        ModelError::Manifest(error) => error,
        error => panic!("another refusal: {error}"),
    }
}

fn weights_refusal(weights: &[u8]) -> WeightsError {
    match refusal(weights, |_| ()) {
        ModelError::Weights(error) => error,
        error => panic!("another refusal: {error}"),
    }
}

#[test]
fn the_untouched_fixture_loads() {
    let weights = serialized(&tensors());
    assert!(Model::load(manifest(&weights).to_string().as_bytes(), &weights).is_ok());
}

#[test]
fn a_wrong_manifest_is_refused_by_what_is_wrong() {
    use ManifestError as E;
    type Case = (&'static str, Value, fn(&E) -> bool);
    let bounds: fn(&E) -> bool = |e| matches!(e, E::Bounds { .. });
    let syntax: fn(&E) -> bool = |e| matches!(e, E::Syntax(_));
    let cases: [Case; 26] = [
        ("/format", json!(1), |e| *e == E::Format(1)),
        ("/task", json!("propensity"), |e| matches!(e, E::Input(path) if path == "visible.*.share")),
        ("/task", json!("divination"), syntax),
        (
            "/inputs/0",
            json!({"path": "scroll.depth", "equals": 256, "mean": 0, "spread": 1, "typical": 0}),
            syntax,
        ),
        ("/format", json!(-1), syntax),
        ("/schema", json!("0000000000000000"), |e| matches!(e, E::Schema { .. })),
        ("/schema", json!("é".repeat(100_000)), |e| matches!(e, E::Size(_))),
        ("/inputs", json!([]), bounds),
        ("/inputs/0/path", json!("eye.colour"), |e| *e == E::Input("eye.colour".to_owned())),
        ("/inputs/0", json!({"path": "scroll.depth", "mean": 0, "spread": 1, "typical": 0.25}), |e| {
            *e == E::Input("scroll.depth".to_owned())
        }),
        ("/inputs/0/spread", json!(0.0), bounds),
        ("/inputs/0/spread", json!(-1.0), bounds),
        ("/inputs/0/mean", json!(1e30), bounds),
        // Too large for f32: infinite, or refused by a JSON reader that is exact.
        ("/inputs/0/mean", json!(1e300), |e| matches!(e, E::Bounds { .. } | E::Syntax(_))),
        ("/inputs/0/typical", json!(1e12), bounds),
        ("/inputs/0/typical", Value::Null, syntax),
        ("/architecture/kind", json!("transformer"), syntax),
        ("/architecture/kind", json!("mixture"), syntax),
        ("/architecture/hidden", json!([]), bounds),
        ("/architecture/hidden", json!([1_000_000_000]), bounds),
        ("/architecture/hidden", json!([8, 8, 8, 8, 8]), bounds),
        ("/architecture/activation", json!("swish"), syntax),
        ("/architecture/heads", json!(["forecast", "estimate"]), syntax),
        ("/calibration", json!([{"scale": 1.0, "offset": 0.0}]), bounds),
        ("/calibration/0/scale", json!(0.0), bounds),
        ("/weights/bytes", json!(1_000_000_000), bounds),
    ];
    for (pointer, value, is_expected) in cases {
        let error = manifest_refusal(|manifest| *manifest.pointer_mut(pointer).unwrap() = value.clone());
        assert!(is_expected(&error), "{pointer} gave {error:?}");
        assert!(error.to_string().len() < 300, "{error}");
    }
    let error = manifest_refusal(|manifest| manifest["colour"] = json!("red"));
    assert!(error.to_string().contains("colour"), "{error}");
    let error = manifest_refusal(|manifest| {
        manifest.as_object_mut().unwrap().remove("data");
    });
    assert!(error.to_string().contains("data"), "{error}");
}

#[test]
fn a_wrong_mixture_is_refused_by_what_is_wrong() {
    let whole = serialized(&mixture_tensors());
    assert!(Model::load(mixture_manifest(&whole).to_string().as_bytes(), &whole).is_ok());
    for (pointer, value, named) in [
        ("/architecture/heads", json!(["quick"]), "2 to 16 names"),
        ("/architecture/heads", json!(["quick", "quick"]), "each another"),
        ("/architecture/heads", json!(["quick", "<b>"]), "each another"),
        ("/architecture/kind", json!("mlp"), "mixture"),
        ("/architecture/hidden", json!([4]), "hidden layers"),
        ("/calibration", json!([{"scale": 1.0, "offset": 0.0}]), "calibrations"),
        ("/inputs/0/path", json!("visible.*.share"), "visible.*.share"),
        ("/inputs/1", json!({"path": "scroll.depth", "mean": 0.0, "spread": 0.5, "typical": 0.25}), "twice"),
        (
            "/inputs/1",
            json!({"path": "scroll.depth", "mean": 1.0, "spread": 0.5, "typical": 0.5}),
            "two typical",
        ),
    ] {
        let mut manifest = mixture_manifest(&whole);
        *manifest.pointer_mut(pointer).unwrap() = value.clone();
        let error = Model::load(manifest.to_string().as_bytes(), &whole).err().unwrap().to_string();
        assert!(error.contains(named), "{pointer} = {value} gave {error}");
    }
    for (name, values, named) in [
        ("weight", [0.0, 1.0].as_slice(), "out of bounds"),
        ("variance", &[1.0, 1.0, -1.0, 1.0], "out of bounds"),
        ("variance", &[1.0, 1.0, 1e-30, 1.0], "out of bounds"),
        ("mean", &[1.0, 1.0, 3e38, 1.0], "out of bounds"),
        ("mean", &[1.0, f32::NAN, 1.0, 1.0], "not finite"),
        ("mean", &[1.0, 1.0], "[2, 2]"),
    ] {
        let mut tensors = mixture_tensors();
        let shape = if name == "weight" || values.len() == 2 { vec![2] } else { vec![2, 2] };
        tensors.insert(name.to_owned(), Stored::floats(&shape, values));
        let bytes = serialized(&tensors);
        let error = Model::load(mixture_manifest(&bytes).to_string().as_bytes(), &bytes).err().unwrap();
        assert!(error.to_string().contains(named), "{name} gave {error}");
    }
}

#[test]
fn what_is_no_manifest_at_all_is_refused() {
    let deep = "[".repeat(60_000);
    for bytes in ["", "{", "null", "[]", "\u{0}", "{\"format\":1e999}", deep.as_str()] {
        let answer = Model::load(bytes.as_bytes(), &[]).map(|_| ());
        assert!(matches!(answer, Err(ModelError::Manifest(ManifestError::Syntax(_)))), "{answer:?}");
    }
}

#[test]
fn other_bytes_than_the_manifest_names_are_refused() {
    let weights = serialized(&tensors());
    let json = manifest(&weights).to_string();
    let mut changed = weights.clone();
    *changed.last_mut().unwrap() ^= 1;
    for (bytes, is_expected) in [
        (changed, (|e| matches!(e, WeightsError::Hash { .. })) as fn(&WeightsError) -> bool),
        (weights[..weights.len() - 1].to_vec(), |e| matches!(e, WeightsError::Length { .. })),
        ([weights.as_slice(), &[0]].concat(), |e| matches!(e, WeightsError::Length { .. })),
        (Vec::new(), |e| matches!(e, WeightsError::Length { .. })),
    ] {
        match Model::load(json.as_bytes(), &bytes).map(|_| ()) {
            Err(ModelError::Weights(error)) => assert!(is_expected(&error), "{error:?}"),
            answer => panic!("{answer:?}"),
        }
    }
}

#[test]
fn tensors_that_do_not_fit_are_refused_by_name() {
    use WeightsError as E;
    type Case = (&'static str, fn(&mut Tensors), fn(&E) -> bool);
    fn put(tensors: &mut Tensors, name: &str, stored: Stored) {
        tensors.insert(name.to_owned(), stored);
    }
    let cases: [Case; 8] = [
        (
            "turned",
            |t| put(t, "layer0.bias", Stored::floats(&[1, 2], &[0.0; 2])),
            |e| matches!(e, E::Shape { name, .. } if name == "layer0.bias"),
        ),
        (
            "too wide",
            |t| put(t, "layer0.weight", Stored::floats(&[2, 3], &[0.0; 6])),
            |e| matches!(e, E::Shape { name, .. } if name == "layer0.weight"),
        ),
        (
            "half precision",
            |t| put(t, "layer1.bias", Stored { dtype: Dtype::F16, shape: vec![2], bytes: vec![0; 4] }),
            |e| matches!(e, E::Shape { name, .. } if name == "layer1.bias"),
        ),
        (
            "not a number",
            |t| put(t, "layer1.weight", Stored::floats(&[2, 2], &[0.0, f32::NAN, 0.0, 0.0])),
            |e| *e == E::NotFinite("layer1.weight".to_owned()),
        ),
        (
            "infinite",
            |t| put(t, "layer0.bias", Stored::floats(&[2], &[0.0, f32::NEG_INFINITY])),
            |e| *e == E::NotFinite("layer0.bias".to_owned()),
        ),
        (
            "one too many",
            |t| put(t, "layer2.bias", Stored::floats(&[2], &[0.0; 2])),
            |e| *e == E::Count { expected: 4, found: 5 },
        ),
        ("one too few", |t| drop(t.remove("layer0.bias")), |e| *e == E::Count { expected: 4, found: 3 }),
        (
            "renamed",
            |t| {
                let bias = t.remove("layer0.bias").unwrap();
                t.insert("layer0.offset".to_owned(), bias);
            },
            |e| *e == E::Missing("layer0.bias".to_owned()),
        ),
    ];
    for (what, spoil, is_expected) in cases {
        let mut tensors = tensors();
        spoil(&mut tensors);
        let error = weights_refusal(&serialized(&tensors));
        assert!(is_expected(&error), "{what} gave {error:?}");
    }
}

/// Files whose hash is right, so that nothing but the reader stands between them and memory.
#[test]
fn hostile_files_are_refused() {
    let whole = serialized(&tensors());
    let header = |json: &str| [&(json.len() as u64).to_le_bytes(), json.as_bytes()].concat();
    let with = |length: u64| [&length.to_le_bytes(), &whole[8..]].concat();
    let cases = [
        ("only a length", vec![0; 8]),
        ("less than a length", vec![7; 3]),
        ("a header of all there is and more", with(u64::MAX)),
        ("a header past the end", with(whole.len() as u64)),
        ("a header one short", with(u64::from_le_bytes(whole[..8].try_into().unwrap()) - 1)),
        ("cut in the header", whole[..40].to_vec()),
        ("cut in the data", whole[..whole.len() - 5].to_vec()),
        ("data after the end", [whole.as_slice(), &[0; 4]].concat()),
        ("not UTF-8", [&4_u64.to_le_bytes()[..], &[0xff; 4]].concat()),
        ("no JSON", header("weights")),
        ("offsets backwards", header(r#"{"layer0.bias":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#)),
        (
            "offsets past the end",
            header(r#"{"layer0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#),
        ),
        (
            "a shape that overflows",
            header(r#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#),
        ),
        ("deep JSON", header(&"[".repeat(100_000))),
    ];
    for (what, bytes) in cases {
        let error = weights_refusal(&bytes);
        assert!(matches!(error, WeightsError::Form(_)), "{what} gave {error:?}");
    }
    let large = vec![0; 2 * 1024 * 1024];
    let error = refusal(&large, |manifest| manifest["weights"]["bytes"] = json!(1024));
    assert!(matches!(error, ModelError::Weights(WeightsError::Length { .. })), "{error:?}");
}

/// Any single byte changed, under a manifest that names the changed bytes: refused, or a model that answers.
#[test]
fn no_changed_byte_panics() {
    let whole = serialized(&tensors());
    for place in 0..whole.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[place] ^= flip;
            let _ = Model::load(manifest(&bytes).to_string().as_bytes(), &bytes);
        }
    }
}
