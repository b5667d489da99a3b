//! The same contenders under Valgrind, which counts the instructions of each run: a number that no
//! other program on the machine disturbs.

use std::hint::black_box;
use std::path::Path;

use crate::clock::Cost;
use crate::reading::Bench;
use crate::{Contender, contenders, files_in, name_of};

/// Runs each contender on each file of the two folders, which hold the same files, those of the
/// second with more text in them. What is told is the order of the runs that were counted.
pub(crate) fn count_all(folder: &Path, larger: &Path, only: &[&str]) {
    let bench = Bench::new();
    for file in files_in(folder) {
        let name = name_of(&file);
        if !only.is_empty() && !only.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let Some(small) = contenders(&bench, &file) else { continue };
        let Some(large) = contenders(&bench, &larger.join(name)) else { continue };
        let bytes = large.bytes - small.bytes;
        for (small, large) in small.runs.iter().zip(&large.runs) {
            count(name, bytes, small, large);
        }
    }
}

fn count(name: &str, bytes: u64, small: &Contender<'_>, large: &Contender<'_>) {
    if !small.is_python {
        // Patterns are compiled when they are first needed.
        (small.run)();
        counted(&*small.run);
        counted(&*large.run);
    }
    let who = if small.is_python { "python" } else { "counted" };
    crate::write_line(&format!("{who}\t{name}\t{}\t{}\t{bytes}", small.program, small.version));
}

/// Runs it between two marks.
fn counted(run: &dyn Fn() -> Cost) {
    mark();
    black_box(run());
    mark();
}

/// Valgrind is told to write down what it has counted when this function is called, and to begin again.
#[inline(never)]
fn mark() {
    black_box(());
}
