# Those that run again under a sanitizer: labels "sync" and "gateway".
add_custom_target(sync_tests)

# What tests include is parsed once for all of them: QTest's headers are another three seconds a file. QTest has more in
# it where Qt's network library is linked, so there are two; tests of windows take the one of ui.
set(projective_test_macros_off -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
function(projective_test_pch name)
  add_library(${name} OBJECT ${PROJECT_SOURCE_DIR}/tests/support/testpch.cpp)
  target_link_libraries(${name} PRIVATE projective_compile Qt6::Test ${ARGN})
  target_compile_options(${name} PRIVATE ${projective_test_macros_off})
  set_target_properties(${name} PROPERTIES AUTOMOC OFF)
  target_precompile_headers(${name} PRIVATE <QByteArray> <QCoreApplication> <QDateTime> <QHash> <QJsonArray>
    <QJsonDocument> <QJsonObject> <QList> <QSet> <QSignalSpy> <QString> <QTemporaryDir> <QTest> <QUuid> <QVariant>
    <functional> <memory> <optional> <tl/expected.hpp>)
endfunction()
projective_test_pch(projective_testpch)
projective_test_pch(projective_networktestpch Qt6::Network)

function(projective_use_test_pch name)
  # A library's precompiled header is position independent; an executable's flags must be the same to use it.
  # Qt's two macros with a target's own folders (for QFINDTESTDATA, which nothing here uses) would keep it from fitting.
  target_compile_options(${name} PRIVATE -fPIC ${projective_test_macros_off})
  if(ARGN MATCHES "projective_(uitest|app)")
    target_link_libraries(${name} PRIVATE projective_sanitized) # as that header was compiled
    target_precompile_headers(${name} REUSE_FROM projective_ui)
  elseif(ARGN MATCHES "projective_(client|sessionscript|e2e|testrawclient)")
    target_precompile_headers(${name} REUSE_FROM projective_networktestpch)
  else()
    target_precompile_headers(${name} REUSE_FROM projective_testpch)
  endif()
endfunction()

# projective_test(tst_x LINKS …): one executable a test file, run offscreen with locale and time zone pinned.
function(projective_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
  add_executable(${name} ${name}.cpp ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE projective_compile Qt6::Test ${ARG_LINKS})
  target_compile_definitions(${name} PRIVATE PROJECTIVE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" PROJECTIVE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  projective_use_test_pch(${name} ${ARG_LINKS})
  # A test's one file includes its moc: called by itself, without AUTOMOC's scan and compile of the target (a second each).
  set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
  qt_generate_moc(${name}.cpp ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
  target_sources(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
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
