//! Collecting, compiled small.
//!
//! For each iterator that it is called on, `collect` compiles some 500 lines for LLVM to optimise, so that a `Vec` grows once. That pays
//! where a load passes by; everywhere else this is a tenth of it.

pub(crate) trait Gather: Iterator {
    /// What `collect` makes a `Vec` of, in a `Vec` that grows as it goes.
    fn gather(self) -> Vec<Self::Item>;
}

impl<I: Iterator> Gather for I {
    fn gather(self) -> Vec<I::Item> {
        let mut items = Vec::new();
        for item in self {
            items.push(item);
        }
        items
    }
}
