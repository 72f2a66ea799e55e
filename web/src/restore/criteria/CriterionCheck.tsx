import { Checkbox } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import type { CriterionView } from './CriterionLine.tsx'

export function CriterionCheck({ criterion, locked }: { criterion: CriterionView; locked: boolean }) {
  const allowed = useMay('restore')
  const met = criterion.state === 'met'
  // The tick follows the hand at once; what the server then says wins.
  const [meant, setMeant] = useState<boolean>()
  useEffect(() => {
    setMeant(undefined)
  }, [criterion.since, criterion.state])
  const check = useCommand<{ met: boolean }>(`/criteria/${encodeURIComponent(criterion.key)}`)
  const said = [
    criterion.service ?? t('criteria.every'),
    met && criterion.since && t('criteria.met', { at: atNear(criterion.since), name: criterion.by?.name ?? '–' }),
    criterion.state === 'failing' && criterion.since && t('criteria.unmet', { at: atNear(criterion.since), name: criterion.by?.name ?? '–' }),
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <div>
      <Checkbox
        label={criterion.text}
        description={said}
        color="green"
        disabled={locked || !allowed || check.isPending}
        checked={meant ?? met}
        onChange={(event) => {
          const now = event.currentTarget.checked
          setMeant(now)
          check.mutate({ met: now }, { onError: () => setMeant(undefined) })
        }}
      />
      {check.isError && <ErrorNote error={check.error} />}
    </div>
  )
}
