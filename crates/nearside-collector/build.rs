//! Takes the chart library that the dashboard draws with from `node_modules`, where `cargo xtask setup` put it.
//!
//! Without it the program builds all the same, and the dashboard shows its tables alone.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// From what npm installs to what is served, and what is served in its absence.
const FILES: [(&str, &str); 2] =
    [("uPlot.esm.js", "export default null;\n"), ("uPlot.min.css", "/* without charts */\n")];

fn main() -> io::Result<()> {
    let folder = Path::new("../../node_modules/uplot/dist");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());
    for (name, absent) in FILES {
        let content = fs::read_to_string(folder.join(name)).unwrap_or_else(|_| absent.to_owned());
        fs::write(out.join(name), content)?;
    }
    Ok(())
}
