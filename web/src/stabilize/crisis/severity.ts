export const severities = [1, 2, 3, 4] as const
export type SeverityLevel = (typeof severities)[number]
/** The contract says a number from 1 to 4; the catalogue wants exactly that. */
export const level = (severity: number): SeverityLevel => severities.find((each) => each === severity) ?? 4
