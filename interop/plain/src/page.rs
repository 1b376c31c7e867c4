//! Pages without scripts, small enough for the slowest line.

use crate::Plain;
use cases::service::{Track, TrackStep};
use kernel::{Lang, Timestamp};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");

fn frame(plain: &Plain, lang: Lang, number: &str, body: &Markup) -> Markup {
    let (tongue, other) = match lang {
        Lang::En => ("en", "zh"),
        _ => ("zh-CN", "en"),
    };
    html! {
        (DOCTYPE)
        html lang=(tongue) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (plain.say("plain.title", lang)) " · " (plain.name(lang)) }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    a href="/" { (plain.name(lang)) }
                    // the number goes along to the other language, the token does not stand in a link
                    a hreflang=(other) href={ "/t?lang=" (other) "&number=" (number) } { (plain.say("plain.language", lang)) }
                }
                main { (body) }
            }
        }
    }
}

/// The form that asks for number and token; `fault` says why it is shown again.
pub(crate) fn form(plain: &Plain, lang: Lang, number: &str, fault: Option<&str>) -> Markup {
    let say = |code: &str| plain.say(code, lang).to_owned();
    let tongue = if lang == Lang::En { "en" } else { "zh" };
    let body = html! {
        h1 { (say("plain.title")) }
        p { (say("plain.lead")) }
        @if let Some(fault) = fault { p.fault role="alert" { (fault) } }
        form method="get" action="/t" {
            input type="hidden" name="lang" value=(tongue);
            label for="number" { (say("plain.number")) }
            input #number name="number" value=(number) required autocomplete="off" maxlength="64";
            label for="token" { (say("plain.token")) }
            input #token name="token" required autocomplete="off" maxlength="200";
            button type="submit" { (say("plain.go")) }
        }
    };
    frame(plain, lang, number, &body)
}

/// The progress of a report, oldest step first.
pub(crate) fn progress(plain: &Plain, lang: Lang, track: &Track, now: Timestamp) -> Markup {
    let say = |code: &str| plain.say(code, lang).to_owned();
    let late = track.closed_at.is_none() && track.due_at.is_some_and(|due| due.0 < now.0);
    let place: Vec<String> = track.place.path.iter().map(|area| area.name.get(lang).to_owned()).collect();
    let place = place.join(" ") + " " + track.place.address.as_deref().unwrap_or_default();
    let body = html! {
        p.muted { (say("plain.number")) " " (track.number) }
        h1 { (track.state.name.get(lang)) }
        @if let Some(into) = &track.merged_into { p.notice { (say("plain.merged")) " " (into) } }
        @if late { p.notice { (say("plain.overdue")) } }
        dl {
            @if let Some(category) = &track.category { dt { (say("plain.category")) } dd { (category.name.get(lang)) } }
            @if let Some(text) = &track.text { dt { (say("plain.text")) } dd { (text) } }
            @if !place.trim().is_empty() { dt { (say("plain.place")) } dd { (place.trim()) } }
            dt { (say("plain.registered")) } dd { (plain.when(track.registered_at)) }
            @if let Some(closed) = track.closed_at { dt { (say("plain.closed")) } dd { (plain.when(closed)) } }
            @else if let Some(due) = track.due_at { dt { (say("plain.due")) } dd { (plain.when(due)) } }
            @if let Some(rating) = &track.rating {
                dt { (say("plain.rating")) }
                dd { (say(&format!("plain.grade.{}", rating.grade))) " " (rating.comment.as_deref().unwrap_or_default()) }
            }
        }
        h2 { (say("plain.steps")) }
        ol { @for one in &track.steps { li { (step(plain, lang, one)) } } }
        p { a href="/t" { (say("plain.another")) } " · " a href="/" { (say("plain.home")) } }
    };
    frame(plain, lang, &track.number, &body)
}

fn step(plain: &Plain, lang: Lang, step: &TrackStep) -> Markup {
    let photo = plain.say("plain.photo", lang);
    html! {
        p.muted { (plain.when(step.at)) @if let Some(unit) = &step.by_unit { " · " (unit.get(lang)) } }
        p { (step.name.as_ref().map_or(step.action.as_str(), |name| name.get(lang))) }
        @if let Some(text) = &step.text { p { (text) } }
        @for one in &step.photos { a href=(one.url) { img src=(one.thumb) alt=(photo) loading="lazy" width="120" height="90"; } }
    }
}
