import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'

/** Copies the address that a calendar program can subscribe to. Where the browser gives no clipboard, the address is shown. */
export function CalendarLink({ path, label, small = false }: { path: string; label: string; small?: boolean }) {
  const [shown, setShown] = useState<string>()
  const [error, setError] = useState<Error>()
  const copy = async () => {
    try {
      setError(undefined)
      const { url } = await get<{ url: string }>(path)
      const copied = await navigator.clipboard?.writeText(url).then(
        () => true,
        () => false,
      )
      if (copied) notifications.show({ message: t('calendar.copied'), color: 'green' })
      else setShown(url)
    } catch (failed) {
      setError(failed as Error)
    }
  }
  return (
    <Group gap="xs">
      <Button variant="default" {...(small ? { size: 'compact-sm' } : { leftSection: <Icon name="link" size={16} /> })} onClick={() => void copy()}>
        {label}
      </Button>
      {shown && <code className="lw-clip">{shown}</code>}
      {error && <ErrorNote error={error} />}
    </Group>
  )
}
