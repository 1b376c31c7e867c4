//! A case type made ready to run: guards parsed once, forms put together once.

use std::collections::BTreeMap;

use expression::{Expression, Scope};
use serde_json::{Value, json};

use crate::form::{merge, transition_form};
use crate::validate::{for_expression, require, validate};
use crate::{
    CaseType, Choice, Effect, Finding, Input, Offer, OneOrMany, Phase, Refusal, Relation, Situation, Step,
    Text, Transition, Vocabulary, Who, check,
};

/// A sound case type, ready to say what may be done and what comes of it.
#[derive(Debug, Clone)]
pub struct Flow {
    definition: CaseType,
    vocabulary: Vocabulary,
    /// One for each transition, same order.
    ready: Vec<Ready>,
    /// Of each action: every input of any of its transitions.
    forms: BTreeMap<String, Vec<Input>>,
}

#[derive(Debug, Clone)]
struct Ready {
    guard: Option<Expression>,
    /// The guard speaks of `input`, so it is judged only when the act is done.
    guard_on_input: bool,
    form: Vec<Input>,
}

impl Flow {
    /// Makes a case type ready.
    ///
    /// # Errors
    /// Everything [`check`] finds.
    pub fn compile(definition: CaseType, vocabulary: &Vocabulary) -> Result<Self, Vec<Finding>> {
        let findings = check(&definition, vocabulary);
        if !findings.is_empty() {
            return Err(findings);
        }
        let mut ready = Vec::with_capacity(definition.transitions.len());
        for (index, transition) in definition.transitions.iter().enumerate() {
            let path = format!("/transitions/{index}/guard");
            ready.push(Ready::new(transition, vocabulary, &path)?);
        }
        let mut forms: BTreeMap<String, Vec<&[Input]>> = BTreeMap::new();
        for (transition, ready) in definition.transitions.iter().zip(&ready) {
            forms.entry(transition.action.clone()).or_default().push(&ready.form);
        }
        let forms = forms.into_iter().map(|(action, forms)| (action, merge(&forms))).collect();
        Ok(Flow { definition, vocabulary: vocabulary.clone(), ready, forms })
    }

    /// The case type as the pack wrote it.
    pub fn definition(&self) -> &CaseType {
        &self.definition
    }

    /// The phase of a state; None for a state this version does not know.
    pub fn phase(&self, state: &str) -> Option<Phase> {
        self.definition.states.get(state).map(|s| s.phase)
    }

    /// The word on the button of an action.
    pub fn action_name(&self, action: &str) -> Option<&Text> {
        self.definition.transitions.iter().filter(|t| t.action == action).find_map(|t| t.name.as_ref())
    }

    /// The actions the actor may take now, each once, in the order of the pack.
    pub fn available(&self, situation: &Situation<'_>) -> Vec<Offer> {
        let scope = Scope::new(situation.context);
        let mut offers: Vec<Offer> = Vec::new();
        for transition in &self.definition.transitions {
            if offers.iter().any(|offer| offer.action == transition.action) {
                continue;
            }
            offers.extend(self.offered(situation, &scope, &transition.action));
        }
        offers
    }

    /// One of the acts that may be done now.
    pub fn offer(&self, situation: &Situation<'_>, action: &str) -> Option<Offer> {
        self.offered(situation, &Scope::new(situation.context), action)
    }

    fn offered(&self, situation: &Situation<'_>, scope: &Scope<'_>, action: &str) -> Option<Offer> {
        let open = self.open(situation, scope, action).ok()?;
        let forms: Vec<&[Input]> = open.iter().map(|(_, r)| r.form.as_slice()).collect();
        let name = open.iter().find_map(|(t, _)| t.name.clone());
        Some(Offer {
            action: action.to_owned(),
            name: name.or_else(|| self.action_name(action).cloned()).unwrap_or_default(),
            inputs: merge(&forms),
            public: open.iter().any(|(t, _)| t.public),
        })
    }

    /// Judges an act.
    ///
    /// # Errors
    /// The first thing that stands in its way, see [`Refusal::code`].
    pub fn step(&self, situation: &Situation<'_>, action: &str, input: &Value) -> Result<Step, Refusal> {
        let scope = Scope::new(situation.context);
        let open = self.open(situation, &scope, action)?;
        let forms: Vec<&[Input]> = open.iter().map(|(_, r)| r.form.as_slice()).collect();
        let accepted = validate(&merge(&forms), input, &self.vocabulary)?;
        let whole_form = self.forms.get(action).map_or(&[][..], Vec::as_slice);
        let given = for_expression(whole_form, &accepted);
        let scope = scope.with("input", &given);
        let holds = |ready: &Ready| !ready.guard_on_input || ready.holds(&scope);
        let Some((transition, ready)) = open.iter().find(|(_, ready)| holds(ready)) else {
            return Err(guard_refusal(&open));
        };
        require(&ready.form, &accepted)?;
        Ok(Step {
            action: action.to_owned(),
            from: situation.state.to_owned(),
            to: transition.to.clone().unwrap_or_else(|| situation.state.to_owned()),
            effects: transition.effects.clone(),
            input: accepted.into_iter().filter(|(key, _)| ready.form.iter().any(|i| i.key == *key)).collect(),
            public: transition.public,
        })
    }

    /// The transitions of the action that nothing but the input can still close.
    fn open(
        &self,
        situation: &Situation<'_>,
        scope: &Scope<'_>,
        action: &str,
    ) -> Result<Vec<(&Transition, &Ready)>, Refusal> {
        let of_action: Vec<(&Transition, &Ready)> =
            self.definition.transitions.iter().zip(&self.ready).filter(|(t, _)| t.action == action).collect();
        if of_action.is_empty() {
            return Err(Refusal {
                value: Some(json!(action.chars().take(100).collect::<String>())),
                ..Refusal::new("action_unknown")
            });
        }
        let mut open = of_action.clone();
        open.retain(|(t, _)| self.starts_from(t, situation.state));
        if open.is_empty() {
            let states: Vec<&String> = of_action.iter().flat_map(|(t, _)| t.from.items()).collect();
            return Err(Refusal {
                value: Some(json!(situation.state)),
                ..Refusal::new("action_not_now").expecting(json!(states))
            });
        }
        open.retain(|(t, _)| t.who.iter().any(|who| admits(who, situation)));
        if open.is_empty() {
            return Err(Refusal::new("not_allowed"));
        }
        let barred = open.iter().find_map(|(t, _)| bar(t, situation));
        open.retain(|(t, _)| bar(t, situation).is_none());
        if open.is_empty() {
            return Err(Refusal {
                value: barred.map(|relation| json!(relation.code())),
                ..Refusal::new("separation_of_duties")
            });
        }
        let before = open.clone();
        open.retain(|(_, ready)| ready.guard_on_input || ready.holds(scope));
        if open.is_empty() {
            return Err(guard_refusal(&before));
        }
        Ok(open)
    }

    fn starts_from(&self, transition: &Transition, state: &str) -> bool {
        let running = self.phase(state).is_some_and(|phase| phase != Phase::End);
        transition.from.items().iter().any(|from| from == state)
            || (running && OneOrMany::is_any(&transition.from))
    }
}

impl Ready {
    fn new(transition: &Transition, vocabulary: &Vocabulary, path: &str) -> Result<Self, Vec<Finding>> {
        let guard = transition
            .guard
            .as_deref()
            .map(Expression::parse)
            .transpose()
            .map_err(|fault| vec![Finding::fault(&fault, path)])?;
        let (mut form, _) = transition_form(transition);
        if transition.effects.contains(&Effect::Refuse)
            && let Some(refusal) = form.iter_mut().find(|i| i.key == "refusal" && i.options.is_empty())
        {
            refusal.options = vocabulary
                .refusals
                .iter()
                .map(|(code, name)| Choice { code: code.clone(), name: Some(name.clone()) })
                .collect();
        }
        Ok(Ready { guard_on_input: guard.as_ref().is_some_and(|g| g.mentions("input")), guard, form })
    }

    /// A guard that cannot be judged does not hold.
    fn holds(&self, scope: &Scope<'_>) -> bool {
        self.guard.as_ref().is_none_or(|guard| guard.eval_bool(scope) == Ok(true))
    }
}

fn admits(who: &Who, situation: &Situation<'_>) -> bool {
    match &who.post {
        Some(post) => situation.holds.contains(&(post.clone(), who.relation)),
        None => situation.holds.iter().any(|(_, relation)| *relation == who.relation),
    }
}

fn bar(transition: &Transition, situation: &Situation<'_>) -> Option<Relation> {
    let holds = |relation: &Relation| situation.holds.iter().any(|(_, r)| r == relation);
    transition.not.iter().copied().find(|relation| holds(relation))
}

fn guard_refusal(open: &[(&Transition, &Ready)]) -> Refusal {
    let guards: Vec<&str> = open.iter().filter_map(|(t, _)| t.guard.as_deref()).collect();
    Refusal::new("guard").expecting(json!(guards))
}
