// Sentry's integration platform: alerts about events and metrics, issues, errors.
import { type Form, header, instant, line, link, listed, mustBeSigned, severity, signal, type Told, text, told } from './form.ts'

export const readSentry: Form = (sent) => {
  if (sent.secret) mustBeSigned(header(sent, 'sentry-hook-signature'), sent.raw, sent.secret, 'hex')
  const { action, data } = told(sent.body)
  const read = readers[header(sent, 'sentry-hook-resource')]
  return read ? read(line(action, 40) ?? '', told(data), sent) : []
}

type Reader = (action: string, data: Told, sent: Parameters<Form>[0]) => unknown[]
const readers: Record<string, Reader> = {
  event_alert: (_, { event, triggered_rule: rule }) => [ofEvent(told(event), line(rule, 200))],
  error: (_, { error }) => [ofEvent(told(error))],
  issue: (action, { issue }) => {
    const { id, title, culprit, level, web_url: url, permalink, project, firstSeen, count } = told(issue)
    const over = action === 'resolved' || action === 'ignored' || action === 'archived'
    if (!over && action !== 'created' && action !== 'unresolved') return []
    return [
      signal({
        id: `issue/${line(id, 80)}/${action}/${line(count, 20) ?? ''}`,
        at: action === 'created' ? instant(firstSeen) : undefined,
        kind: 'alert',
        alert: `issue/${line(id, 80)}`,
        name: `sentry.issue.${line(told(project).slug, 80) ?? 'unknown'}`,
        state: over ? 'resolved' : 'firing',
        severity: severity(level),
        title: line(title, 300),
        body: text(culprit, 1_000),
        link: link(url) ?? link(permalink),
      }),
    ]
  },
  metric_alert: (action, { metric_alert: alert, description_title: title, description_text: description, web_url: url }, sent) => {
    const { id, identifier, alert_rule: rule, date_started: started } = told(alert)
    return [
      signal({
        id: `metric/${line(identifier, 80) ?? line(id, 80)}/${action}/${line(started, 60) ?? header(sent, 'sentry-hook-timestamp')}`,
        at: action === 'resolved' ? undefined : instant(started),
        kind: 'alert',
        alert: `metric/${line(identifier, 80) ?? line(id, 80)}`,
        name: `sentry.metric.${line(told(rule).name, 150) ?? 'alert'}`,
        state: action === 'resolved' ? 'resolved' : 'firing',
        severity: severity(action),
        title: line(title, 300) ?? line(told(rule).name, 300),
        body: text(description),
        link: link(url),
      }),
    ]
  },
}

function ofEvent(
  { event_id: id, title, level, project, web_url: url, issue_url: issue, culprit, tags, datetime, timestamp, environment }: Told,
  rule?: string,
) {
  const tag = (wanted: string) => listed(tags, 200).flatMap((each) => (Array.isArray(each) && each[0] === wanted ? [each[1]] : []))[0]
  return signal({
    id: line(id, 100),
    at: instant(datetime) ?? (typeof timestamp === 'number' ? instant(timestamp * 1_000) : undefined),
    kind: 'alert',
    name: rule ? `sentry.${rule}` : `sentry.error.${line(project, 80) ?? 'unknown'}`,
    state: 'firing',
    severity: severity(level),
    service: line(tag('service'), 120),
    region: line(tag('region'), 80),
    title: line(title, 300),
    body: text(culprit, 1_000),
    link: link(url) ?? link(issue),
    labels: signal({ project: line(project), environment: line(environment) ?? line(tag('environment')) }),
  })
}
