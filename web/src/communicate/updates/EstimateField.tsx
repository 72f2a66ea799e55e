import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { EstimateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { get, query } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'

const most = 60 * 24 * 30

/** From what the team thinks to a range with the buffer of the house; what comes of it can be changed like any text. */
export function EstimateField({ onText }: { onText: (text: string) => void }) {
  const { id } = useRoom()
  const [earliest, setEarliest] = useState<number | string>('')
  const [likely, setLikely] = useState<number | string>('')
  const work = useMutation({
    mutationFn: () => get<z.output<typeof EstimateView>>(crisisPath(id, `/estimate${query({ earliestMinutes: earliest, likelyMinutes: likely })}`)),
    onSuccess: ({ text }) => onText(text),
  })
  const given = typeof earliest === 'number' && typeof likely === 'number' && earliest > 0 && likely >= earliest
  return (
    <>
      <Group gap="xs" align="flex-end">
        <NumberInput size="xs" w={110} min={1} max={most} label={t('estimate.earliest')} value={earliest} onChange={setEarliest} />
        <NumberInput size="xs" w={110} min={1} max={most} label={t('estimate.likely')} value={likely} onChange={setLikely} />
        <Button size="xs" variant="default" disabled={!given} loading={work.isPending} onClick={() => work.mutate()}>
          {t('estimate.fill')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {t('estimate.hint')}
      </Text>
      {work.isError && <ErrorNote error={work.error} />}
    </>
  )
}
