//! A bulletin on paper.
