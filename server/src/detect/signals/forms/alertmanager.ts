// Alertmanager's webhook (version 4), and Grafana's, which is the same with more beside it. Repeats of an alert that goes on have its id, so that they are one.
import { createHash } from 'node:crypto'
import { Refused } from '../../../platform/refused.ts'
import { type Form, header, instant, labels, line, link, listed, mustBeSigned, severity, signal, text, told } from './form.ts'

export const readAlertmanager: Form = ({ body }) => {
  const { alerts } = told(body)
  if (!Array.isArray(alerts)) throw new Refused('not-valid', 'alerts: must be a list. This address takes the webhook of Alertmanager or Grafana.')
  return listed(alerts).map(alert)
}

export const readGrafana: Form = (sent) => {
  if (sent.secret) mustBeSigned(header(sent, 'x-grafana-alerting-signature'), sent.raw, sent.secret, 'hex')
  return readAlertmanager(sent)
}

function alert(each: unknown) {
  const { status, labels: given, annotations, startsAt, endsAt, generatorURL, panelURL, fingerprint } = told(each)
  const { alertname, service, job, region, severity: gravity, ...more } = labels(given)
  const { summary, description, message } = told(annotations)
  const over = status === 'resolved'
  const name = line(alertname) ?? 'alert'
  const print =
    line(fingerprint, 100) ??
    createHash('sha256')
      .update(JSON.stringify(given ?? {}))
      .digest('hex')
      .slice(0, 16)
  return signal({
    id: `${print}/${line(startsAt, 60) ?? ''}/${over ? 'resolved' : 'firing'}`,
    at: (over ? instant(endsAt) : instant(startsAt)) ?? undefined,
    kind: 'alert',
    name,
    alert: print,
    state: over ? 'resolved' : 'firing',
    severity: severity(gravity),
    service: line(service ?? job, 120),
    region: line(region, 80),
    title: line(summary, 300) ?? name,
    body: text(description ?? message),
    link: link(panelURL) ?? link(generatorURL),
    labels: more,
  })
}
