import { Group, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import type { CriterionView } from './CriterionLine.tsx'

export function FigureField({ criterion, unit }: { criterion: CriterionView; unit: string }) {
  const [value, setValue] = useState<number | string>('')
  const enter = useCommand<{ value: number }>(`/criteria/${encodeURIComponent(criterion.key)}/figure`, () => setValue(''))
  return (
    <Group gap="xs" align="flex-end" mt={4}>
      <NumberInput label={t('criteria.figure', { unit })} aria-label={`${criterion.text}, ${unit}`} w={180} value={value} onChange={setValue} />
      <ActionButton write={enter} body={{ value: Number(value) }} disabled={value === ''} may="restore" variant="default">
        {t('criteria.enter')}
      </ActionButton>
    </Group>
  )
}
