//! Comparisons: two values become a level. A level may be split by how common the value is ([`Cells`]).

pub(crate) mod address;
pub(crate) mod date;
pub(crate) mod name;
pub(crate) mod number;
pub(crate) mod text;

use crate::frequency::Rarity;

/// What a level says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Nothing was compared.
    Silent,
    /// As it is for one thing recorded twice.
    Same,
    /// A slip apart.
    Near,
    /// As it is within a family.
    Kin,
    /// Different.
    Apart,
}

/// A level of a comparison.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub name: &'static str,
    pub tone: Tone,
    /// Index of the table of frequencies that splits it.
    pub rarity: Option<usize>,
    /// Whether two values agree by chance exactly as often as the table says.
    pub exact: bool,
}

pub(crate) const fn level(name: &'static str, tone: Tone) -> Level {
    Level { name, tone, rarity: None, exact: false }
}

pub(crate) const fn split(name: &'static str, tone: Tone, rarity: usize) -> Level {
    Level { name, tone, rarity: Some(rarity), exact: false }
}

/// The levels of one comparison, each split into cells. Cell 0 is "nothing was compared".
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    pub levels: Vec<Level>,
    /// The first cell of each level.
    pub first: Vec<u16>,
    /// The last step of each level.
    last: Vec<u8>,
    /// The level of each cell.
    pub level_of: Vec<u8>,
    /// Of the things that are the same and at this level, how many are in the cell.
    pub share: Vec<f64>,
    /// Of the chance agreements at this level, how many are in the cell.
    pub chance: Vec<f64>,
    /// Chance of agreement for exact levels.
    pub collision: Vec<Option<f64>>,
}

#[allow(clippy::cast_possible_truncation)] // some tens of cells
impl Cells {
    pub fn new(levels: Vec<Level>, tables: &[Rarity]) -> Self {
        let mut this = Self {
            levels,
            first: vec![],
            last: vec![],
            level_of: vec![],
            share: vec![],
            chance: vec![],
            collision: vec![],
        };
        for (at, level) in this.levels.iter().enumerate() {
            this.first.push(this.level_of.len() as u16);
            let table = level.rarity.map(|t| &tables[t]);
            let n = table.map_or(1, |t| t.share.len());
            this.last.push(n as u8 - 1);
            this.level_of.extend(std::iter::repeat_n(at as u8, n));
            match table {
                Some(table) => {
                    this.share.extend(table.share.iter().map(|v| v.max(1e-9)));
                    this.chance.extend(table.chance.iter().map(|v| v.max(1e-12)));
                }
                None => {
                    this.share.push(1.0);
                    this.chance.push(1.0);
                }
            }
            this.collision.push(table.filter(|_| level.exact).map(|t| t.collision));
        }
        this
    }
    pub fn len(&self) -> usize {
        self.level_of.len()
    }
    /// The cell of a level and a step of rarity.
    #[inline]
    pub fn at(&self, level: usize, step: u8) -> usize {
        let first = usize::from(self.first[level]);
        first + usize::from(step.min(self.last[level]))
    }
}
