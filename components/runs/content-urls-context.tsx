"use client";
import { createContext, useContext } from "react";
import { type ContentUrls, memberUrls } from "./artifact-url.ts";

const ContentUrlsContext = createContext<ContentUrls>(memberUrls);

/** Says where the values of all that is shown below it are read. `urls` stays the same object. */
export function ContentUrlsProvider({ urls, children }: { urls: ContentUrls; children: React.ReactNode }) {
  return <ContentUrlsContext value={urls}>{children}</ContentUrlsContext>;
}

export function useContentUrls(): ContentUrls {
  return useContext(ContentUrlsContext);
}
