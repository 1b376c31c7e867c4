//! Putting forms together: the effects' own inputs, the transition's refinements, the alternatives of an action.

use crate::{Finding, Input, InputDef, Transition};

/// The inputs of one transition. Findings' paths are relative to the transition.
pub(crate) fn transition_form(transition: &Transition) -> (Vec<Input>, Vec<Finding>) {
    let mut form: Vec<Input> = Vec::new();
    let mut findings = Vec::new();
    for (index, effect) in transition.effects.iter().enumerate() {
        for input in effect.inputs() {
            match form.iter_mut().find(|known| known.key == input.key) {
                None => form.push(input),
                Some(known) if known.kind != input.kind || known.options != input.options => {
                    findings.push(conflict(&format!("/effects/{index}"), &input, known));
                }
                Some(known) => known.required |= input.required,
            }
        }
    }
    let own: Vec<String> = form.iter().map(|input| input.key.clone()).collect();
    for (index, definition) in transition.input.iter().enumerate() {
        let path = format!("/input/{index}");
        if transition.input[..index].iter().any(|d| d.key == definition.key) {
            findings
                .push(Finding::new("code_duplicate", format!("{path}/key")).with("code", &definition.key));
            continue;
        }
        match form.iter_mut().find(|known| known.key == definition.key) {
            Some(known) if own.contains(&definition.key) => {
                refine(known, definition, &path, &mut findings);
            }
            _ => form.extend(further(definition, &path, &mut findings)),
        }
    }
    (form, findings)
}

fn conflict(path: &str, input: &Input, known: &Input) -> Finding {
    Finding::new("input_conflict", path)
        .with("input", &input.key)
        .with("found", input.kind.code())
        .with("expected", known.kind.code())
}

fn refine(known: &mut Input, definition: &InputDef, path: &str, findings: &mut Vec<Finding>) {
    if let Some(kind) = definition.kind
        && kind != known.kind
    {
        findings.push(
            Finding::new("input_type_changed", format!("{path}/type"))
                .with("input", &known.key)
                .with("found", kind.code())
                .with("expected", known.kind.code()),
        );
    }
    if known.required && definition.required == Some(false) {
        findings.push(
            Finding::new("input_required_relaxed", format!("{path}/required")).with("input", &known.key),
        );
    }
    known.required |= definition.required == Some(true);
    if !definition.options.is_empty() && !known.options.is_empty() {
        for (index, option) in definition.options.iter().enumerate() {
            if !known.options.iter().any(|o| o.code == option.code) {
                let allowed: Vec<&str> = known.options.iter().map(|o| o.code.as_str()).collect();
                findings.push(
                    Finding::new("input_option_unknown", format!("{path}/options/{index}/code"))
                        .with("option", &option.code)
                        .with("expected", allowed.join(", ")),
                );
            }
        }
    }
    if !definition.options.is_empty() {
        known.options.clone_from(&definition.options);
    }
    known.min = definition.min.or(known.min);
    known.max = definition.max.or(known.max);
    known.attachment = definition.attachment.or(known.attachment);
    known.name = definition.name.clone().or(known.name.take());
}

fn further(definition: &InputDef, path: &str, findings: &mut Vec<Finding>) -> Option<Input> {
    if definition.name.is_none() {
        findings.push(Finding::new("input_unnamed", path).with("input", &definition.key));
    }
    let Some(kind) = definition.kind else {
        findings.push(Finding::new("input_untyped", path).with("input", &definition.key));
        return None;
    };
    if kind == crate::InputType::Choice && definition.options.is_empty() {
        findings.push(Finding::new("input_no_options", path).with("input", &definition.key));
    }
    Some(Input {
        key: definition.key.clone(),
        kind,
        required: definition.required.unwrap_or(false),
        min: definition.min,
        max: definition.max,
        options: definition.options.clone(),
        attachment: definition.attachment,
        name: definition.name.clone(),
    })
}

/// One form for several ways an action may go: every input of any of them; required if required in all.
pub(crate) fn merge(forms: &[&[Input]]) -> Vec<Input> {
    let mut merged: Vec<Input> = Vec::new();
    for form in forms {
        for input in *form {
            if !merged.iter().any(|known| known.key == input.key) {
                merged.push(input.clone());
            }
        }
    }
    for input in &mut merged {
        input.required = forms.iter().all(|form| form.iter().any(|i| i.key == input.key && i.required));
    }
    merged
}
