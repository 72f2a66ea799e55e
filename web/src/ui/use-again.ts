import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Asks for the same again every so many milliseconds, as long as something moves; `undefined` stops it. */
export function useAgain(queryKey: QueryKey, everyMs: number | undefined) {
  const client = useQueryClient()
  const key = JSON.stringify(queryKey)
  useEffect(() => {
    if (everyMs === undefined) return
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: JSON.parse(key) as QueryKey }), everyMs)
    return () => clearInterval(timer)
  }, [client, key, everyMs])
}
