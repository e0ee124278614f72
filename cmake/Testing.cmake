# Those that run again under a sanitizer: labels "sync" and "gateway".
add_custom_target(sync_tests)

# projective_test(tst_x LINKS …): one executable a test file, run offscreen with locale and time zone pinned.
function(projective_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE projective_compile Qt6::Test ${ARG_LINKS})
  target_compile_definitions(${name} PRIVATE PROJECTIVE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" PROJECTIVE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
  if("sync" IN_LIST ARG_LABELS OR "gateway" IN_LIST ARG_LABELS)
    add_dependencies(sync_tests ${name})
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES
    TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;DBUS_SESSION_BUS_ADDRESS=disabled:")
endfunction()
