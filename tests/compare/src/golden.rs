//! Reads tests/golden.

use maybenot::{Machine, MachineId, TriggerEvent};
use std::{fs, str::FromStr, time::Duration};

pub struct Defense {
    pub name: String,
    /// Text forms, in their order.
    pub machines: Vec<String>,
}

/// The defenses of named.tsv.
pub fn defenses() -> Vec<Defense> {
    let text = fs::read_to_string("tests/golden/named.tsv").expect("run in the project's folder");
    let mut all: Vec<Defense> = vec![];
    for line in text.lines() {
        let mut columns = line.split('\t');
        let (name, machine) = (columns.next().unwrap(), columns.next().expect("a machine"));
        if all.last().is_none_or(|last| last.name != name) {
            all.push(Defense { name: name.into(), machines: vec![] });
        }
        all.last_mut().unwrap().machines.push(machine.into());
    }
    all
}

pub fn parse(machines: &[String]) -> Vec<Machine> {
    machines.iter().map(|text| Machine::from_str(text).expect("a machine")).collect()
}

#[derive(Default)]
pub struct Trace {
    pub machines: Vec<Machine>,
    /// Of padding and of blocking.
    pub limits: (f64, f64),
    pub seed: u64,
    /// Since the start of the framework.
    pub calls: Vec<(Duration, Vec<TriggerEvent>)>,
}

/// The traces of named_traces.txt; what they answered is left out.
pub fn traces() -> Vec<Trace> {
    let text = fs::read_to_string("tests/golden/named_traces.txt").expect("run in the project's folder");
    let mut all: Vec<Trace> = vec![];
    for line in text.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if word == "trace" {
            all.push(Trace::default());
            continue;
        }
        let trace = all.last_mut().expect("a trace first");
        match word {
            "machine" => trace.machines.push(Machine::from_str(rest).expect("a machine")),
            "limits" => {
                let (padding, blocking) = rest.split_once(' ').expect("two limits");
                trace.limits = (padding.parse().unwrap(), blocking.parse().unwrap());
            }
            "seed" => trace.seed = rest.parse().unwrap(),
            "at" => {
                let mut words = rest.split(' ');
                let at = Duration::from_micros(words.next().unwrap().parse().unwrap());
                trace.calls.push((at, words.map(event).collect()));
            }
            ">" | "end" => {}
            _ => panic!("a line of no known kind: {line}"),
        }
    }
    all
}

fn event(code: &str) -> TriggerEvent {
    let (letters, number) = code.split_once(':').unwrap_or((code, "0"));
    let machine = MachineId::from_raw(number.parse().expect("a machine's number"));
    match letters {
        "NS" => TriggerEvent::NormalSent,
        "NR" => TriggerEvent::NormalRecv,
        "PS" => TriggerEvent::PaddingSent { machine },
        "PR" => TriggerEvent::PaddingRecv,
        "TS" => TriggerEvent::TunnelSent,
        "TR" => TriggerEvent::TunnelRecv,
        "BB" => TriggerEvent::BlockingBegin { machine },
        "BE" => TriggerEvent::BlockingEnd,
        "TB" => TriggerEvent::TimerBegin { machine },
        "TE" => TriggerEvent::TimerEnd { machine },
        _ => panic!("no event is written {code}"),
    }
}
