import { type ClipboardEvent, useEffect, useRef, useState } from 'react'
import { bringsFiles, filesOf } from './attachable.ts'

type Dropping = { over: boolean; onPaste: (event: ClipboardEvent) => void }

/** Files dropped anywhere on the page are for what is being written: beside the field a browser would leave the page for them. */
export function useDrop(add: ((files: File[]) => void) | undefined): Dropping {
  const [over, setOver] = useState(false)
  const now = useRef(add)
  now.current = add
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!bringsFiles(event.dataTransfer)) return
      event.preventDefault()
      setOver(now.current !== undefined)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!bringsFiles(event.dataTransfer) || event.defaultPrevented) return
      event.preventDefault()
      now.current?.([...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return {
    over,
    onPaste: (event) => {
      const files = filesOf(event.clipboardData)
      if (files.length === 0 || !add) return
      event.preventDefault()
      add(files)
    },
  }
}
