import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** What an operator watches; in Prometheus's text format at /metrics. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    timersOverdue: new Gauge({
      name: 'leeward_timers_overdue',
      help: 'Timers that should have fired over a minute ago. Anything but 0 is an alarm.',
      registers,
    }),
    tickAge: new Gauge({ name: 'leeward_tick_age_seconds', help: 'Seconds since this process last woke due timers.', registers }),
    tickFailures: new Counter({ name: 'leeward_tick_failures_total', help: 'Timers that failed when they fired.', registers }),
    audits: new Gauge({
      name: 'leeward_audit_findings',
      help: 'Things that an audit found in a state they must not be in. Anything but 0 is an alarm.',
      labelNames: ['audit'],
      registers,
    }),
    pages: new Counter({ name: 'leeward_pages_total', help: 'Calls to people by channel and outcome.', labelNames: ['channel', 'state'], registers }),
    deliveries: new Counter({ name: 'leeward_deliveries_total', help: 'Deliveries by channel and outcome.', labelNames: ['channel', 'state'], registers }),
    requests: new Histogram({
      name: 'leeward_request_seconds',
      help: 'Time to answer, by route.',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
      registers,
    }),
  }
}
