//! What is measured; each function is the twin of a benchmark in tests/bench.

use crate::{
    golden,
    measure::{Report, cpu_ns, timed},
};
use maybenot::{
    Framework, Machine, MachineId, TriggerEvent,
    dist::{Dist, DistType},
};
use maybenot_simulator::{SimulatorArgs, network::Network, parse_trace, sim_advanced};
use rand_core::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256StarStar;
use std::{
    hint::black_box,
    str::FromStr,
    time::{Duration, Instant},
};

/// One event a call, 100 us apart. Twin: BM_TriggerEvents.
pub fn trigger_events(report: &mut Report) {
    const CALLS: usize = 6_000_000;
    let events = [
        TriggerEvent::NormalSent,
        TriggerEvent::TunnelSent,
        TriggerEvent::TunnelRecv,
        TriggerEvent::NormalRecv,
        TriggerEvent::PaddingSent { machine: MachineId::from_raw(0) },
        TriggerEvent::TunnelSent,
    ];
    for defense in golden::defenses() {
        let machines = golden::parse(&defense.machines);
        let start = Instant::now();
        let random = Xoshiro256StarStar::seed_from_u64(1);
        let mut framework = Framework::new(&machines, 0.0, 0.0, start, random).unwrap();
        // The form that is fastest of several: nothing captured, and a type of
        // framework that only this loop has, so that all of it is inlined.
        let begin = cpu_ns();
        let mut actions = 0;
        for i in 0..CALLS {
            let now = start + Duration::from_micros(i as u64 * 100);
            actions += framework.trigger_events(&events[i % 6..i % 6 + 1], now).count();
        }
        let ns = (cpu_ns() - begin) as f64;
        report.add("trigger_events", &defense.name, ns / CALLS as f64, Some(("actions", actions as f64)));
    }
}

/// Each trace with a framework of its own, whose making counts; the machines
/// are there before. Twin: BM_ReplayNamedTraces.
pub fn replay(report: &mut Report) {
    const PASSES: usize = 200;
    let traces = golden::traces();
    let calls: usize = traces.iter().map(|trace| trace.calls.len()).sum();
    let start = Instant::now();
    // Instants beforehand, as the other side has them.
    let timed_calls: Vec<Vec<(Instant, &[TriggerEvent])>> = traces
        .iter()
        .map(|trace| trace.calls.iter().map(|(at, events)| (start + *at, &events[..])).collect())
        .collect();
    let (actions, ns) = timed(|| {
        let mut actions = 0;
        for _ in 0..PASSES {
            for (trace, calls) in traces.iter().zip(&timed_calls) {
                let random = Xoshiro256StarStar::seed_from_u64(trace.seed);
                let (padding, blocking) = trace.limits;
                let mut framework = Framework::new(&trace.machines[..], padding, blocking, start, random).unwrap();
                for (at, events) in calls {
                    actions += framework.trigger_events(events, *at).count();
                }
            }
        }
        actions
    });
    let check = ("actions", actions as f64 / PASSES as f64);
    report.add("replay", "named_traces", ns / (PASSES * calls) as f64, Some(check));
}

/// The first machine of each defense. Twin: BM_Parse.
pub fn from_str(report: &mut Report) {
    for defense in golden::defenses() {
        let text = &defense.machines[0];
        let passes = (2_000_000 / text.len()).clamp(20, 5000);
        let ((), ns) = timed(|| {
            for _ in 0..passes {
                black_box(Machine::from_str(black_box(text)).unwrap());
            }
        });
        report.add("from_str", &defense.name, ns / passes as f64, None);
    }
}

/// Twin: BM_Sample, which has the same parameters.
pub fn samples(report: &mut Report) {
    const SAMPLES: u32 = 2_000_000;
    let drawn = [
        ("Uniform", DistType::Uniform { low: 1442.056, high: 59901.261999999995 }),
        ("Normal", DistType::Normal { mean: 4089.906, stdev: 1033.428 }),
        ("SkewNormal", DistType::SkewNormal { location: 3901.072, scale: 1007.829, shape: 3.087 }),
        ("LogNormal", DistType::LogNormal { mu: 2.9, sigma: 0.762 }),
        ("Binomial", DistType::Binomial { trials: 1252, probability: 0.354 }),
        ("Geometric", DistType::Geometric { probability: 0.741 }),
        ("Pareto", DistType::Pareto { scale: 563.884, shape: 6.988 }),
        ("Poisson", DistType::Poisson { lambda: 4124.695 }),
        ("Weibull", DistType::Weibull { scale: 2404.074, shape: 4.376 }),
        ("Gamma", DistType::Gamma { scale: 334.456, shape: 5.362 }),
        ("Beta", DistType::Beta { alpha: 0.504, beta: 7.154 }),
    ];
    for (label, dist) in drawn {
        let dist = Dist { dist, start: 0.0, max: 0.0 };
        let mut random = Xoshiro256StarStar::seed_from_u64(1);
        let (sum, ns) = timed(|| (0..SAMPLES).fold(0.0, |sum, _| sum + black_box(dist).sample(&mut random)));
        report.add("samples", label, ns / f64::from(SAMPLES), Some(("sum", sum)));
    }
}

/// 20,000 packets in bursts, drawn as BM_Simulate's: nanoseconds, direction,
/// size.
fn packets() -> String {
    let mut random = Xoshiro256StarStar::seed_from_u64(1);
    let (mut text, mut at) = (String::new(), 0);
    for _ in 0..20_000 {
        let most = if random.next_u64() % 100 < 85 { 2_000_000 } else { 400_000_000 };
        at += random.next_u64() % most;
        let direction = if random.next_u64() % 100 < 35 { 's' } else { 'r' };
        text += &format!("{at},{direction},512\n");
    }
    text
}

/// Each defense on both sides, 10 ms apart. Reading the packets is not counted.
/// Twin: BM_Simulate.
pub fn simulate(report: &mut Report) {
    const RUNS: usize = 3;
    let text = packets();
    let network = Network::new(Duration::from_millis(10), None);
    let mut args = SimulatorArgs::new(network, 0, true);
    args.insecure_rng_seed = Some(1);
    args.max_sim_iterations = 500_000;
    for defense in golden::defenses() {
        let machines = golden::parse(&defense.machines);
        let (mut total, mut events) = (0.0, 0);
        for _ in 0..RUNS {
            let mut queue = parse_trace(&text, network);
            let (output, ns) = timed(|| sim_advanced(&machines, &machines, &mut queue, &args));
            total += ns;
            events = output.len();
        }
        report.add("simulate", &defense.name, total / RUNS as f64, Some(("events", events as f64)));
    }
}
