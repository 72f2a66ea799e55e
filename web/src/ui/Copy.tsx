import { Button } from '@mantine/core'
import { useState } from 'react'
import { t } from '../strings/t.ts'
import { announce } from './Announcer.tsx'

/** Copies a text that also stands on the screen, so that nothing is lost where a browser gives no clipboard. `shown`: the words on the button, where they are not just “Copy”. */
export function Copy({ text, label, shown }: { text: string; label: string; shown?: string }) {
  const [said, setSaid] = useState<string>()
  const copy = async () => {
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )
    const sentence = copied ? t('copy.done') : t('copy.failed')
    setSaid(sentence)
    announce(sentence)
    setTimeout(() => setSaid(undefined), 4_000)
  }
  return (
    <Button size="compact-sm" variant="default" aria-label={label} onClick={() => void copy()}>
      {said ?? shown ?? t('copy.do')}
    </Button>
  )
}
