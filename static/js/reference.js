// Draws the API reference from the OpenAPI document. Calls tried out here go to this server, with this browser's session.
(() => {
  const place = document.getElementById("reference");
  const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: false,
    docExpansion: "list",
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (request.method === "POST") request.headers["X-CSRFToken"] = csrf();
      return request;
    },
  });
})();
