// Every button that writes goes through here: progress, the real error, and one idempotency key per thing meant.
import { notifications } from '@mantine/notifications'
import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { randomId, request } from './api.ts'
import { Problem } from './problem.ts'

type Asked<Body, Answer> = {
  method?: 'POST' | 'PUT'
  path: string | ((body: Body) => string)
  /** What goes over the wire, where it is not the argument itself. */
  send?: (body: Body) => unknown
  touches?: QueryKey[]
  done?: string | ((answer: Answer, body: Body) => string)
  after?: (answer: Answer, body: Body) => void
}
export type Write<Body, Answer = unknown> = UseMutationResult<Answer, Error, Body>

export function useWrite<Answer = unknown, Body = void>({ method = 'POST', path, send, touches = [], done, after }: Asked<Body, Answer>): Write<Body, Answer> {
  const client = useQueryClient()
  // A request nobody answered may have been heard: repeating it keeps its key, so that it happens once.
  const attempt = useRef<{ meant: string; key: string; unheard?: boolean }>(undefined)
  return useMutation<Answer, Error, Body>({
    mutationFn: (body) => {
      const where = typeof path === 'function' ? path(body) : path
      const what = send ? send(body) : typeof path === 'function' && body === undefined ? {} : (body ?? {})
      const meant = `${method} ${where} ${JSON.stringify(what)}`
      if (attempt.current?.meant !== meant) attempt.current = { meant, key: randomId() }
      return request<Answer>(method, where, { body: what, key: attempt.current.key })
    },
    onSuccess: (answer, body) => {
      attempt.current = undefined
      for (const queryKey of touches) void client.invalidateQueries({ queryKey })
      if (done) notifications.show({ message: typeof done === 'function' ? done(answer, body) : done, color: 'green' })
      after?.(answer, body)
    },
    onError: (error) => {
      const still = error instanceof Problem && (error.unheard || (attempt.current?.unheard && error.code === 'changed-meanwhile'))
      if (still && attempt.current) attempt.current.unheard = true
      else attempt.current = undefined
    },
  })
}
