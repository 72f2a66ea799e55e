import { pino } from 'pino'

/** Structured logs on standard error, so that what a command prints stays its own; credentials never appear. */
export const createLog = (level: string) =>
  pino({ level, redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token', '*.secret'] }, pino.destination(2))
