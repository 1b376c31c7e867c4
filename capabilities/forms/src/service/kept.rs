//! What is made once and used by every visit: modules in force, read and parsed, and the forms composed of them. Nothing is told when a module
//! comes into force: what is kept is asked for by the versions that it was made of.

use super::visits::Ready;
use crate::rules::collect_form::CollectForm;
use crate::rules::ground::Ground;
use crate::rules::visit_form::VisitFormMade;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;

/// Composed forms that are kept at most: the last ones asked for.
const FORMS: usize = 64;

/// Modules and their versions.
pub(super) type Versions = Vec<(String, i64)>;
/// Modules in force, their versions, and since when they are.
type InForce = Vec<(String, i64, i64)>;
/// Modules that are ready.
type All = Arc<Vec<Arc<Ready>>>;

#[derive(Default)]
pub(super) struct Kept {
    modules: Mutex<Option<(InForce, All)>>,
    forms: Mutex<Forms>,
}

/// Forms on one ground: the last one used stands last.
#[derive(Default)]
struct Forms {
    ground: Option<Arc<Ground>>,
    all: VecDeque<(String, Versions, Arc<VisitFormMade>)>,
    /// Those of stock clients, a form for each kind: of all modules.
    collect: Option<(Versions, Arc<Vec<CollectForm>>)>,
}

impl Kept {
    pub fn modules(&self, versions: &InForce) -> Option<All> {
        let kept = self.modules.lock();
        kept.as_ref().filter(|(of, _)| of == versions).map(|(_, all)| all.clone())
    }

    pub fn keep_modules(&self, versions: InForce, all: Vec<Arc<Ready>>) -> All {
        let all = Arc::new(all);
        *self.modules.lock() = Some((versions, all.clone()));
        all
    }

    pub fn form(&self, ground: &Arc<Ground>, kind: &str, versions: &Versions) -> Option<Arc<VisitFormMade>> {
        let mut forms = self.forms.lock();
        forms.stand_on(ground);
        let at = forms.all.iter().position(|(k, v, _)| k == kind && v == versions)?;
        let found = forms.all.remove(at)?;
        let made = found.2.clone();
        forms.all.push_back(found);
        Some(made)
    }

    pub fn keep_form(
        &self,
        ground: &Arc<Ground>,
        (kind, versions): (&str, Versions),
        made: VisitFormMade,
    ) -> Arc<VisitFormMade> {
        let made = Arc::new(made);
        let mut forms = self.forms.lock();
        forms.stand_on(ground);
        if forms.all.len() == FORMS {
            forms.all.pop_front();
        }
        forms.all.push_back((kind.to_owned(), versions, made.clone()));
        made
    }

    pub fn collect(&self, ground: &Arc<Ground>, versions: &Versions) -> Option<Arc<Vec<CollectForm>>> {
        let mut forms = self.forms.lock();
        forms.stand_on(ground);
        forms.collect.as_ref().filter(|(of, _)| of == versions).map(|(_, forms)| forms.clone())
    }

    pub fn keep_collect(
        &self,
        ground: &Arc<Ground>,
        versions: Versions,
        made: Vec<CollectForm>,
    ) -> Arc<Vec<CollectForm>> {
        let made = Arc::new(made);
        let mut forms = self.forms.lock();
        forms.stand_on(ground);
        forms.collect = Some((versions, made.clone()));
        made
    }
}

impl Forms {
    /// What was made of other packs is forgotten.
    fn stand_on(&mut self, ground: &Arc<Ground>) {
        if !self.ground.as_ref().is_some_and(|of| Arc::ptr_eq(of, ground)) {
            self.ground = Some(ground.clone());
            self.all.clear();
            self.collect = None;
        }
    }
}
