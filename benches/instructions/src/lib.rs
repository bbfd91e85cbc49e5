//! Counting instructions with Valgrind.

use std::process::Command;

/// Instructions of one operation, outside the kernel: those of many less those of one, so that start-up cancels out.
///
/// `prepare` names the program and its arguments; what it names is called with one argument more, how often to do it.
///
/// # Errors
/// If Valgrind is not installed, or the program fails.
pub fn instructions(times: u64, prepare: impl Fn(&mut Command)) -> Result<u64, String> {
    let run = |times: u64| {
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        prepare(&mut command);
        let output = command.arg(times.to_string()).output().map_err(|problem| format!("valgrind: {problem}"))?;
        let text = String::from_utf8_lossy(&output.stderr);
        let count = text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<u64>().ok());
        count.filter(|_| output.status.success()).ok_or_else(|| format!("under valgrind:\n{text}"))
    };
    // Not from zero: the first one also fills caches, such as the standard library's.
    let (many, one) = (run(1 + times)?, run(1)?);
    many.checked_sub(one).map(|count| count / times).ok_or_else(|| format!("{many} instructions, and {one} of less"))
}
