// PagerDuty's Events API v2: whatever pages PagerDuty can point here, with the source's key as its routing key.
import { createHash } from 'node:crypto'
import { instant, labels, line, link, listed, severity, signal, told, text } from './form.ts'

export type PagerDutyRead = { errors: string[] } | { signal: Record<string, unknown>; dedupKey: string }

/** @param newKey what an event without a key of its own is called from now on */
export function readPagerDuty(body: unknown, now: Date, newKey: () => string): PagerDutyRead {
  const { event_action: action, dedup_key: dedup, payload, client, client_url: clientUrl, links } = told(body)
  const { summary, source, severity: gravity, timestamp, component, group, class: sort, custom_details: details } = told(payload)
  const errors = [
    ...(['trigger', 'acknowledge', 'resolve'].includes(String(action)) ? [] : ["'event_action' must be one of trigger, acknowledge, resolve"]),
    ...(action !== 'trigger' && !line(dedup, 255) ? ["'dedup_key' is missing: it names the event that is acknowledged or resolved"] : []),
    ...(action === 'trigger' && !line(summary, 1_024) ? ["'payload.summary' is missing or blank"] : []),
    ...(action === 'trigger' && !line(source) ? ["'payload.source' is missing or blank"] : []),
    ...(action === 'trigger' && !['critical', 'error', 'warning', 'info'].includes(String(gravity))
      ? ["'payload.severity' must be one of critical, error, warning, info"]
      : []),
  ]
  if (errors.length > 0) return { errors }
  const dedupKey = line(dedup, 255) ?? newKey()
  const said = [listed(links, 1)[0], { href: clientUrl }].map((each) => link(told(each).href)).find((each) => each !== undefined)
  const { service, region, ...more } = labels({ ...labels(details), source, component, group, class: sort, client })
  return {
    dedupKey,
    signal: signal({
      // Sent again after a moment without an answer it is the same; said again later it is news.
      id: `${dedupKey}/${String(action)}/${line(timestamp, 60) ?? Math.floor(now.getTime() / 60_000)}/${createHash('sha256')
        .update(line(summary, 1_024) ?? '')
        .digest('hex')
        .slice(0, 8)}`,
      at: instant(timestamp),
      kind: 'alert',
      name: line(sort) ?? line(component) ?? line(source) ?? line(client) ?? 'event',
      ...(action === 'acknowledge' ? {} : { state: action === 'resolve' ? 'resolved' : 'firing' }),
      alert: dedupKey,
      severity: severity(gravity),
      service: line(component, 120) ?? line(service, 120),
      region: line(region, 80),
      title: line(summary, 300) ?? `${String(action)} ${dedupKey}`.slice(0, 300).toWellFormed(),
      body: text(told(details).firing ?? told(details).description),
      link: said,
      labels: more,
    }),
  }
}
