// The server says that something happened; what is on screen is then asked for again.
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { query } from '../ui/api.ts'

/** Keeps `queryKey` fresh while mounted; answers whether the line stands. */
export function useLive(queryKey: QueryKey, crisis?: string): boolean {
  const client = useQueryClient()
  const [connected, setConnected] = useState(true)
  const key = JSON.stringify(queryKey)
  useEffect(() => {
    let source: EventSource
    let debounce: ReturnType<typeof setTimeout> | undefined
    let reopen: ReturnType<typeof setTimeout> | undefined
    let dropped = false
    // Under a steady stream of facts the first one is answered within 250 ms; later ones never push it away.
    const refresh = () => {
      debounce ??= setTimeout(() => {
        debounce = undefined
        void client.invalidateQueries({ queryKey: JSON.parse(key) as QueryKey })
      }, 250)
    }
    const open = () => {
      source = new EventSource(`/api/live${query({ crisis })}`)
      source.addEventListener('fact', refresh)
      source.onopen = () => {
        setConnected(true)
        if (dropped) refresh()
        dropped = false
      }
      source.onerror = () => {
        dropped = true
        setConnected(false)
        if (source.readyState === EventSource.CLOSED) reopen = setTimeout(open, 4_000)
      }
    }
    open()
    return () => {
      clearTimeout(debounce)
      clearTimeout(reopen)
      source.close()
    }
  }, [client, key, crisis])
  return connected
}
