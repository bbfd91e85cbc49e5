//! Collecting, compiled small.
//!
//! For each iterator that it is called on, `collect` compiles some 500 lines for LLVM to optimise, of which most are for iterators whose
//! elements are moved in place, in one step, or in an unknown number. This is a tenth of it.

pub(crate) trait Gather: Iterator {
    /// What `collect` makes a `Vec` of.
    fn gather(self) -> Vec<Self::Item>;
}

impl<I: Iterator> Gather for I {
    fn gather(self) -> Vec<I::Item> {
        let mut items = Vec::with_capacity(self.size_hint().0);
        for item in self {
            items.push(item);
        }
        items
    }
}
