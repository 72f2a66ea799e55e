import { Text } from '@mantine/core'
import { useRef, useState } from 'react'
import styles from './FileDrop.module.css'
import { Icon } from './Icon.tsx'

/** A large target for one file: drop it, or open the chooser by click or keyboard. */
export function FileDrop({ label, choose, accept, onFile }: { label: string; choose: string; accept: string; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onFile(file)
    if (input.current) input.current.value = ''
  }
  return (
    <>
      <button
        type="button"
        className={styles.drop}
        data-over={over || undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
      >
        <Icon name="upload" size={28} />
        <Text fw={600}>{label}</Text>
        <Text size="sm" className="lw-blue">
          {choose}
        </Text>
      </button>
      <input ref={input} type="file" accept={accept} hidden onChange={(event) => take(event.currentTarget.files)} />
    </>
  )
}
