/** The nearest value of the attribute, from the element outwards. */
export const nearest = (element: Element | undefined, attribute: string): string | null | undefined => element?.closest(`[${attribute}]`)?.getAttribute(attribute)
