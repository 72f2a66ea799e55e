import { useEffect, useRef } from 'react'

/** After a refusal the first field that is wrong takes the focus, so that its sentence is read out. */
export function useFocusWrong(error: unknown) {
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
  return form
}
