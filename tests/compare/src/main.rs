//! The published crates through the same calls as tests/bench, for
//! tools/compare. Each argument names a group; run in the project's folder.
//! Prints a JSON document of the form that Google Benchmark prints.

mod golden;
mod groups;
mod measure;

use measure::Report;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut report = Report::default();
    for group in std::env::args().skip(1) {
        match group.as_str() {
            "trigger_events" => groups::trigger_events(&mut report),
            "replay" => groups::replay(&mut report),
            "from_str" => groups::from_str(&mut report),
            "samples" => groups::samples(&mut report),
            "simulate" => groups::simulate(&mut report),
            _ => {
                eprintln!("maybenot-compare: no group {group}");
                return ExitCode::from(2);
            }
        }
    }
    println!("{}", report.json());
    ExitCode::SUCCESS
}
