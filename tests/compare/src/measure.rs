//! CPU time of this thread, as Google Benchmark's cpu_time, and the report.

/// Nanoseconds that this thread has run.
pub fn cpu_ns() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec that lives through the call.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    assert_eq!(status, 0);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// What `run` returns, and the nanoseconds it took.
pub fn timed<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let begin = cpu_ns();
    let result = run();
    (result, (cpu_ns() - begin) as f64)
}

#[derive(Default)]
pub struct Report {
    lines: Vec<String>,
}

impl Report {
    /// `check`: what the calls came to, which the other side must equal.
    pub fn add(&mut self, group: &str, label: &str, ns: f64, check: Option<(&str, f64)>) {
        let check = check.map(|(name, value)| format!(", \"{name}\": {value:?}")).unwrap_or_default();
        self.lines.push(format!(
            "  {{\"name\": \"{group}\", \"label\": \"{label}\", \"cpu_time\": {ns:?}, \"time_unit\": \"ns\"{check}}}"
        ));
    }

    pub fn json(&self) -> String {
        format!("{{\"benchmarks\": [\n{}\n]}}", self.lines.join(",\n"))
    }
}
